// Splits and rollovers while many write: nothing is lost, repeated or out of order.

import { expect, test } from 'vitest';
import { scope } from '../database/testing/open-test-database.ts';
import { followLineage } from './testing/follow-lineage.ts';
import { openStream } from './testing/open-stream.ts';

const table = 't';

test('every acknowledged write is one record, in the order of its item', async () => {
  const stream = await openStream({ viewType: 'KEYS_ONLY' });
  const { database, shards } = stream;
  const writers = 24;
  const writesEach = 40;
  const counts = new Map<string, number>();
  async function write(name: string): Promise<void> {
    for (let n = 0; n < writesEach; n += 1) {
      const done = await database.update(scope, {
        table,
        key: { p: { S: name } },
        update: 'ADD n :one',
        values: { ':one': { N: '1' } },
        returnValues: 'NONE',
      });
      if (done !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const writing = new AbortController();
  async function disturb(): Promise<number> {
    let times = 0;
    while (!writing.signal.aborted) {
      const open = (await shards()).filter(({ definition }) => definition.end === undefined);
      const shard = open[times % open.length]?.definition.id ?? '';
      if (times % 2 === 0 && open.length < 16) await database.splitShards(scope, { table, shard });
      else await database.rollShards(scope, { table });
      times += 1;
    }
    return times;
  }
  const disturbing = disturb();
  const names = Array.from({ length: writers }, (_, n) => `item ${n}`);
  await Promise.all(names.map((name) => write(name)));
  writing.abort();
  expect(await disturbing).toBeGreaterThan(5);

  const records = await followLineage(stream);
  expect(records.length).toBe(writers * writesEach);
  expect(new Set(records.map(({ eventID }) => eventID)).size).toBe(records.length);
  const numbers = records.map(({ dynamodb }) => dynamodb.SequenceNumber);
  expect(new Set(numbers).size).toBe(records.length);
  for (const name of names) {
    const own = records.filter(({ dynamodb }) => dynamodb.Keys.p.S === name);
    expect(own.length).toBe(counts.get(name));
    const inOrder = own.map(({ dynamodb }) => dynamodb.SequenceNumber);
    expect(inOrder).toEqual(inOrder.toSorted());
  }
});
