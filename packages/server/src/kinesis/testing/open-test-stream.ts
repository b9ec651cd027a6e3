// A Kinesis stream for a test: in memory, under a clock that stands still.

import { expect } from 'vitest';
import { utf8Bytes, utf8Text } from '../../base/bytes.ts';
import { manualRuntime } from '../../base/manual-runtime.ts';
import { openSqliteStore } from '../../store/sqlite/open-sqlite-store.ts';
import { openKinesis } from '../open-kinesis.ts';
import { type PutRecord, putRecord } from '../records/put-records.ts';
import { type KinesisRecord, readRecords } from '../records/read-records.ts';
import { type IteratorPosition, shardIterator } from '../records/shard-iterator.ts';
import { type KinesisShard, laneOf, shardId } from '../shard.ts';
import { shardsOf } from '../shards/shard-routes.ts';
import type { StreamName } from '../stream.ts';
import { createStream } from '../streams/create-stream.ts';
import { findStream } from '../streams/stream-catalog.ts';

const scope = { account: '000000000000', region: 'eu-central-1' };
const name: StreamName = { ...scope, name: 'events' };

export async function openTestStream({ shardCount }: { readonly shardCount: number }) {
  const runtime = manualRuntime();
  const { clock } = runtime;
  const store = await openSqliteStore({ location: 'memory', durability: 'os' });
  const failures: unknown[] = [];
  const open = () =>
    openKinesis({
      store,
      runtime,
      transitionMs: 0,
      enforceLimits: false,
      onFailure: (error) => failures.push(error),
    });
  let kinesis = await open();
  const leave = clock.join(() => kinesis.settled());
  await createStream(kinesis, { ...name, mode: 'PROVISIONED', shardCount, tags: [] });
  const close = async (): Promise<void> => {
    leave();
    await kinesis[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
    expect(failures).toEqual([]);
  };
  return {
    name,
    clock,
    get kinesis() {
      return kinesis;
    },
    /** As a restart of the server does: all that is only in memory is gone. */
    async restart(): Promise<void> {
      await kinesis[Symbol.asyncDispose]();
      kinesis = await open();
    },
    put: (partitionKey: string, text: string): Promise<PutRecord> =>
      putRecord(kinesis, name, { partitionKey, data: utf8Bytes(text) }),
    /** In the order of their ids, so parents come before their children. */
    async shards(): Promise<readonly KinesisShard[]> {
      return shardsOf(store, (await findStream(kinesis, name)).number);
    },
    /** How far the log of a shard has come. */
    async headOf(index: number): Promise<number> {
      const { number } = await findStream(kinesis, name);
      const lane = laneOf(number, index);
      return (await store.readLog(lane, Number.MAX_SAFE_INTEGER, { count: 1, bytes: 1 })).head;
    },
    iterator: (index: number, position: IteratorPosition): Promise<string> =>
      shardIterator(kinesis, name, { shard: shardId(index), position }),
    /** Up to the shard's end, or to where nothing is left to read now; then `next` goes on. */
    async readOn(
      iterator: string,
    ): Promise<{ readonly records: readonly KinesisRecord[]; readonly next: string | undefined }> {
      const records: KinesisRecord[] = [];
      let next: string | undefined = iterator;
      while (next !== undefined) {
        const page = await readRecords(kinesis, scope, { iterator: next, limit: 3 });
        records.push(...page.records);
        next = page.nextIterator;
        if (page.millisBehind === 0) break;
      }
      return { records, next };
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

export type TestStream = Awaited<ReturnType<typeof openTestStream>>;

export function textOf({ data }: KinesisRecord): string {
  return utf8Text(data);
}
