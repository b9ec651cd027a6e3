import { expect, test } from 'vitest';
import { turn } from '../base/joined-work.ts';
import { scope } from '../database/testing/open-test-database.ts';
import { tableOf } from '../database/testing/table-of.ts';
import { awaitRecords } from './await-records.ts';
import { openStream } from './testing/open-stream.ts';

const table = 't';

/** A wait at the end of the table's only shard. */
async function waiting(position = 0) {
  const stream = await openStream();
  const [shard] = await stream.shards();
  const abort = new AbortController();
  let isOver = false;
  const place = { arn: stream.arn, shard: shard?.definition.id ?? '', position };
  const wait = async () => {
    await awaitRecords(stream.store, scope, { ...place, signal: abort.signal });
    return 'over';
  };
  const over = wait().finally(() => {
    isOver = true;
  });
  await turns();
  return { ...stream, abort, over, wait, isOver: () => isOver };
}

/** As many as anything takes that does not wait. */
async function turns(): Promise<void> {
  for (let count = 0; count < 10; count += 1) await turn();
}

test('a write ends the wait', async () => {
  const { put, over, isOver } = await waiting();
  expect(isOver()).toBe(false);
  await put('a');
  expect(await over).toBe('over');
});

test('who reads behind the newest record waits for the next one', async () => {
  const { put, over, isOver } = await waiting(1);
  await put('a');
  await turns();
  expect(isOver()).toBe(false);
  await put('b');
  expect(await over).toBe('over');
});

test('what is there is not waited for', async () => {
  const { put, over, wait } = await waiting();
  await put('a');
  expect(await over).toBe('over');
  expect(await wait()).toBe('over');
});

test('a shard that rolls over ends the wait', async () => {
  const { database, over, wait } = await waiting();
  await database.rollShards(scope, { table });
  expect(await over).toBe('over');
  expect(await wait()).toBe('over');
});

test('so does one that is split', async () => {
  const { database, over } = await waiting();
  await database.splitShards(scope, { table });
  expect(await over).toBe('over');
});

test('so do a stream that is disabled and a table that is deleted', async () => {
  const first = await waiting();
  await first.database.updateTable(scope, table, { stream: { enabled: false } });
  expect(await first.over).toBe('over');
  const second = await waiting();
  await second.database.deleteTable(scope, table);
  expect(await second.over).toBe('over');
});

test('another table whose shards end does not', async () => {
  const { database, abort, over, isOver } = await waiting();
  const stream = { enabled: true, viewType: 'KEYS_ONLY' } as const;
  await database.createTable(scope, tableOf('other', { stream }));
  await database.rollShards(scope, { table: 'other' });
  await turns();
  expect(isOver()).toBe(false);
  abort.abort();
  expect(await over).toBe('over');
});

test('a shard that is gone is not waited for', async () => {
  const { database, runtime, over, wait, abort } = await waiting();
  await database.rollShards(scope, { table });
  expect(await over).toBe('over');
  await runtime.clock.advance('25h');
  await database.settled();
  expect(await wait()).toBe('over');
  abort.abort();
});

test('the signal ends the wait, and a wait that is begun afterwards', async () => {
  const { abort, over, wait } = await waiting();
  abort.abort();
  expect(await over).toBe('over');
  expect(await wait()).toBe('over');
});

test('the catalog keeps no entries of what it only woke', async () => {
  const { database, runtime, store, over } = await waiting();
  await database.rollShards(scope, { table });
  expect(await over).toBe('over');
  await runtime.clock.advance('25h');
  await database.settled();
  const { head, trimmed } = await store.readLog('catalog', 0, { count: 1, bytes: 1 });
  expect(head).toBeGreaterThan(0);
  expect(trimmed).toBe(head);
});
