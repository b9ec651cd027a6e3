import { describe, expect, it } from 'vitest';
import type { Tag } from './table-properties.ts';
import { openTestDatabase, scope } from '../testing/open-test-database.ts';
import { tableOf } from '../testing/table-of.ts';

async function openTagged(...tags: Tag[]) {
  const opened = await openTestDatabase();
  await opened.database.createTable(scope, tableOf('t', { tags }));
  return opened.database;
}

function tag(key: string, value = ''): Tag {
  return { key, value };
}

function numbered(count: number, from = 0): Tag[] {
  return Array.from({ length: count }, (_, n) => tag(`k${from + n}`));
}

describe('tags', () => {
  it('come with the table, and are added, replaced and removed', async () => {
    const database = await openTagged(tag('team', 'a'), tag('__proto__', 'b'));
    await database.tagTable(scope, 't', [tag('team', 'c'), tag('constructor', 'd')]);
    expect(await database.listTags(scope, 't')).toEqual([
      tag('team', 'c'),
      tag('__proto__', 'b'),
      tag('constructor', 'd'),
    ]);
    await database.untagTable(scope, 't', ['team', '__proto__', 'toString']);
    expect(await database.listTags(scope, 't')).toEqual([tag('constructor', 'd')]);
  });

  it('are 50 at most', async () => {
    const database = await openTagged(...numbered(49));
    const tooMany = 'Number of Tags exceed the current limit for the provided ResourceArn';
    await expect(database.tagTable(scope, 't', numbered(2, 49))).rejects.toThrow(tooMany);
    await database.tagTable(scope, 't', numbered(2, 48));
    expect(await database.listTags(scope, 't')).toHaveLength(50);
    const keys = numbered(51).map(({ key }) => key);
    await expect(database.untagTable(scope, 't', keys)).rejects.toThrow(tooMany);
    await expect(database.createTable(scope, tableOf('u', { tags: numbered(51) }))).rejects.toThrow(
      tooMany,
    );
  });

  it.each<[Tag[], string]>([
    [[], 'Atleast one Tag needs to be provided as Input.'],
    [[tag('')], 'The Tag Key provided is invalid, Key: '],
    [[tag('k'.repeat(129))], `The Tag Key provided is invalid, Key: ${'k'.repeat(129)}`],
    [[tag('a', 'v'.repeat(257))], `The Tag Value provided is invalid, Value: ${'v'.repeat(257)}`],
    [[tag('a,b')], 'The Tag Key provided is invalid, Key: a,b'],
    [[tag('a', '100%')], 'The Tag Value provided is invalid, Value: 100%'],
    [[tag('good'), tag('🔑')], 'The Tag Key provided is invalid, Key: 🔑'],
    [[tag('good'), tag('aws:zzz')], 'Tag Key cannot be prefixed with aws:, Key: aws:zzz'],
    [[tag('a'), tag('a')], 'Duplicate Tag Keys provided as input: Duplicate Tag Key found a'],
  ])('%j are refused together', async (tags, message) => {
    const database = await openTagged();
    await expect(database.tagTable(scope, 't', tags)).rejects.toThrow(message);
    expect(await database.listTags(scope, 't')).toEqual([]);
  });

  it.each(['ключ', 'café', '表', ' ', 'a+b-c=d.e_f:g/h@i', 'k'.repeat(128)])(
    'may be called %s',
    async (key) => {
      const database = await openTagged(tag(key, key));
      expect(await database.listTags(scope, 't')).toEqual([tag(key, key)]);
    },
  );

  it('are removed by keys, of which there has to be one', async () => {
    const database = await openTagged();
    await expect(database.untagTable(scope, 't', [])).rejects.toThrow('Atleast one Tag Key needs');
    await expect(database.untagTable(scope, 't', [''])).rejects.toThrow('The Tag Key provided is');
  });
});
