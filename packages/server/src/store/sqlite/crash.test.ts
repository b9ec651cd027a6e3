// A process killed in the middle of committing loses nothing that it acknowledged, and leaves no half
// of a commit.

import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { utf8Text } from '../../base/bytes.ts';
import { bytes, EVERYTHING, readEntries, readText, write } from '../contract/test-store.ts';
import type { Store } from '../store.ts';
import { openSqliteStore } from './open-sqlite-store.ts';
import { startChild } from './testing/child-process.ts';
import { temporaryDirectory } from './testing/temporary-directory.ts';

test('acknowledged commits survive kill -9, three times over', async () => {
  await using directory = await temporaryDirectory();
  const location = { dataDir: directory.path };
  const acknowledged: string[] = [];
  for (const lines of [1, 300, 1000]) {
    await using child = startChild('./commit-loop.ts', directory.path);
    await child.printed(lines);
    await child.kill();
    acknowledged.push(...child.output.split('\n').slice(0, -1));

    await using store = await openSqliteStore({ location, durability: 'fsync' });
    const logged = await everyEntry(store);
    expect(new Set(acknowledged).difference(new Set(logged))).toEqual(new Set());
    await expectValuesOfNewestEntries(store, logged);
  }
});

test('a page that the disk does not give ends the process, and the next one finds everything', async () => {
  await using directory = await temporaryDirectory();
  const location = { dataDir: directory.path };
  const file = join(directory.path, 'headwater.db');
  const large = 'x'.repeat(1_000_000);
  {
    await using store = await openSqliteStore({ location, durability: 'fsync' });
    await write(store, { puts: { small: 'abc', large }, entries: ['e'] });
  }
  const whole = await readFile(file);
  await using child = startChild('./read-keys.ts', directory.path);
  child.tell('small');
  await child.printed(2);
  await truncate(file, 100_000);
  child.tell('large');
  expect(await child.ended()).toBe('SIGBUS');
  expect(child.output).toBe('open\n3\n');

  await writeFile(file, whole);
  await using after = await openSqliteStore({ location, durability: 'fsync' });
  expect(await readText(after, 'small', 'large')).toEqual(['abc', large]);
  expect(await readEntries(after)).toEqual(['1:e']);
});

/** Texts in order of position, lane after lane; positions must have no gaps. */
async function everyEntry(store: Store): Promise<string[]> {
  const texts = [];
  for (const lane of ['lane 0', 'lane 1', 'lane 2']) {
    const { entries, head } = await store.readLog(lane, 0, EVERYTHING);
    expect(entries.map(({ position }) => position)).toEqual(
      Array.from({ length: head }, (_, index) => index + 1),
    );
    for (const { entry, position } of entries) {
      const text = utf8Text(entry).trimEnd();
      expect(text.endsWith(`${lane} ${position}`)).toBe(true);
      texts.push(text);
    }
  }
  return texts;
}

/** Each writer's key and its newest entry come from one commit. */
async function expectValuesOfNewestEntries(store: Store, logged: string[]): Promise<void> {
  const newest = new Map(logged.map((text) => [`writer ${text.split(' ')[0]}`, text]));
  const values = await store.get([...newest.keys()].map(bytes));
  expect(values.map((value) => value && utf8Text(value).trimEnd())).toEqual([...newest.values()]);
}
