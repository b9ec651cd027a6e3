import { describe, expect, it } from 'vitest';
import { parseItem } from '../../model/item-bytes.ts';
import type { TransactGetRequest } from '../database.ts';
import { openTestDatabase, scope } from '../testing/open-test-database.ts';
import { tableOf } from '../testing/table-of.ts';
import { outcomeOf } from './testing/outcome-of.ts';

type Get = TransactGetRequest['gets'][number];

function get(p: string, table = 't'): Get {
  return { table, key: { p: { S: p } } };
}

async function openTables() {
  const { database } = await openTestDatabase({ partitions: 2 });
  for (const name of ['t', 'u']) await database.createTable(scope, tableOf(name));
  return {
    database,
    put: (table: string, item: object) =>
      database.put(scope, { table, item, returnValues: 'NONE' }),
    read: (...gets: Get[]) => database.transactGet(scope, { gets }),
  };
}

describe('TransactGetItems', () => {
  it('gives items in the order asked for, projected, and undefined for none', async () => {
    const { put, read } = await openTables();
    await put('t', { p: { S: 'a' }, x: { N: '1' }, y: { N: '2' } });
    await put('u', { p: { S: 'a' }, v: { S: 'x'.repeat(5000) } });
    const { items, capacity } = await read(get('a', 'u'), get('missing'), {
      ...get('a'),
      projection: '#x',
      names: { '#x': 'x' },
    });
    expect(items.map((item) => item && parseItem(item))).toEqual([
      { p: { S: 'a' }, v: { S: 'x'.repeat(5000) } },
      undefined,
      { x: { N: '1' } },
    ]);
    expect(capacity).toEqual([
      { table: 'u', tableUnits: 4, indexes: [] },
      { table: 't', tableUnits: 4, indexes: [] },
    ]);
  });

  it('may define names for a read without a projection', async () => {
    const { put, read } = await openTables();
    await put('t', { p: { S: 'a' } });
    const { items } = await read({ ...get('a'), names: { '#x': 'x' } });
    expect(items.map((item) => item && parseItem(item))).toEqual([{ p: { S: 'a' } }]);
  });

  it.each<[string, Get[], string | string[]]>([
    [
      'the same item twice',
      [get('a'), get('a', 'u'), get('a')],
      'Transaction request cannot include multiple operations on one item',
    ],
    ['a missing table', [get('a'), get('a', 'none')], 'table-not-found'],
    [
      'a wrong key',
      [get('a'), { table: 't', key: {} }, { table: 't', key: { p: { N: '1' } } }],
      ['none', 'The provided key element does not match the schema', 'none'],
    ],
    [
      'an empty key value',
      [get('')],
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: p',
    ],
    [
      'an expression',
      [get('a', 'none'), { ...get('b'), projection: '!!!' }],
      'Invalid ProjectionExpression: Syntax error; token: "!", near: "!!"',
    ],
  ])('refuses %s', async (_, gets, outcome) => {
    const { read } = await openTables();
    expect(await outcomeOf(read(...gets))).toEqual(outcome);
  });

  it('refuses to read more than 4 MB', async () => {
    const { put, read } = await openTables();
    const names = Array.from({ length: 11 }, (_, at) => `p${at}`);
    for (const name of names) await put('t', { p: { S: name }, v: { S: 'x'.repeat(400_000) } });
    const gets = names.map((p) => ({ table: 't', key: { p: { S: p } }, projection: 'p' }));
    expect(await outcomeOf(read(...gets))).toBe(
      'Aggregate size of the items read cannot exceed 4 MB',
    );
    expect((await read(...gets.slice(1))).items).toHaveLength(10);
  });
});
