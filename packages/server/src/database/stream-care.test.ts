import { describe, expect, it } from 'vitest';
import { openStream } from '../log/testing/open-stream.ts';

const table = 't';

async function openCared(options: Parameters<typeof openStream>[0]) {
  const opened = await openStream({ logEverything: false, ...options });
  const { runtime, database, put, shards } = opened;
  return {
    ...opened,
    async putMany(count: number) {
      for (let n = 0; n < count; n += 1) await put(`k${n % 10}`, n);
    },
    async advance(ms: number) {
      await runtime.clock.advance(ms);
      await database.settled();
    },
    ids: async () => (await shards()).map(({ definition }) => definition.id),
  };
}

describe('a shard under load', () => {
  it('is split when it takes more than the bound for half a minute', async () => {
    const { putMany, advance, shards, ids } = await openCared({ splitAbove: 2 });
    await advance(10_000);
    for (let period = 0; period < 2; period += 1) {
      await putMany(21);
      await advance(10_000);
    }
    expect((await ids()).length).toBe(1);
    await putMany(21);
    await advance(10_000);
    const after = await shards();
    expect(after.map(({ definition }) => definition.parent)).toEqual([
      undefined,
      after[0]?.definition.id,
      after[0]?.definition.id,
    ]);
  });

  it('is left alone after a pause, below the bound, and by default', async () => {
    const above = await openCared({ splitAbove: 2 });
    for (let period = 0; period < 8; period += 1) {
      if (period % 3 !== 2) await above.putMany(21);
      await above.advance(10_000);
    }
    expect((await above.ids()).length).toBe(1);
    const usual = await openCared({});
    for (let period = 0; period < 4; period += 1) {
      await usual.putMany(50);
      await usual.advance(10_000);
    }
    expect((await usual.ids()).length).toBe(1);
  });
});

describe('a limit in bytes', () => {
  it('takes the oldest records of all shards, and counts them', async () => {
    const opened = await openCared({ retentionBytes: 2000, partitions: 2 });
    const { put, advance, database, keysOf, ids } = opened;
    for (let n = 0; n < 60; n += 1) {
      await put(`k${n}`);
      await advance(10);
    }
    await advance(1000);
    const kept = (await Promise.all((await ids()).map((id) => keysOf(id)))).flat();
    const { trimmed, bytes } = database.streamCounts();
    expect(bytes?.kept).toBeLessThanOrEqual(2000);
    expect(bytes?.kept).toBeGreaterThan(1500);
    expect(trimmed).toEqual({ retention: 0, byteLimit: 60 - kept.length });
    const newest = Array.from({ length: kept.length }, (_, n) => `k${60 - kept.length + n}`);
    expect(kept.toSorted()).toEqual(newest.toSorted());
    const physical = await Promise.all(
      ['t1/0', 't1/1'].map((lane) => opened.store.readLog(lane, 0, { count: 100, bytes: 1e9 })),
    );
    expect(physical.flatMap(({ entries }) => entries).length).toBe(kept.length);
  });

  it('leaves what point-in-time recovery needs in the log', async () => {
    const { put, advance, database, keysOf, ids, store } = await openCared({ retentionBytes: 200 });
    await database.updateContinuousBackups(
      { account: '000000000000', region: 'eu-central-1' },
      { table, enabled: true },
    );
    await advance(1000);
    for (let n = 0; n < 20; n += 1) await put(`k${n}`);
    await advance(1000);
    const [shard = ''] = await ids();
    expect((await keysOf(shard)).length).toBeLessThan(5);
    const { entries } = await store.readLog('t1/0', 0, { count: 100, bytes: 1e9 });
    expect(entries.length).toBe(20);
  });
});
