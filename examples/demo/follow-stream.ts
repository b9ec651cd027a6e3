// A consumer of DynamoDB Streams on the plain AWS SDK: reads every shard of a stream from its oldest
// record on, a parent to its end before its children, until it is told to stop. It keeps its place in
// memory only, so it begins at the beginning whenever it is started.

import { setTimeout as delay } from 'node:timers/promises';
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as Record,
  type Shard,
} from '@aws-sdk/client-dynamodb-streams';

/** AWS answers five calls of GetRecords a second and shard. */
const pauseAtTheEndMs = 200;
/** How often to look for shards that are new. */
const discoveryMs = 1000;

export interface FollowOptions {
  readonly client: DynamoDBStreamsClient;
  readonly streamArn: string;
  /** Stops following, behind the records that are being handled. */
  readonly signal: AbortSignal;
  /** The records of one shard come in order: the next ones when this has resolved. */
  onRecords(records: readonly Record[], shardId: string): Promise<void>;
}

/** Resolves when `signal` aborts; rejects with the first error of the server or of `onRecords`. */
export async function followStream(options: FollowOptions): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([options.signal, failed.signal]);
  const reading = new Map<string, Promise<void>>();
  const known = new Set<string>();
  const finished = new Set<string>();
  const read = async (shard: string): Promise<void> => {
    await readShard({ ...options, signal }, shard);
    reading.delete(shard);
    finished.add(shard);
  };
  try {
    while (!signal.aborted) {
      for (const shard of readableShards(await allShards(options), finished)) {
        if (known.has(shard)) continue;
        known.add(shard);
        reading.set(shard, read(shard));
      }
      // The end of a shard is the moment to look for its children.
      await Promise.race([pause(discoveryMs, signal), ...reading.values()]);
    }
  } finally {
    failed.abort();
    await Promise.all(reading.values());
  }
}

/** Ids of the shards whose parent was read to its end, or is gone with its records. */
function readableShards(shards: readonly Shard[], finished: ReadonlySet<string>): string[] {
  const present = new Set(shards.map(({ ShardId }) => ShardId));
  return shards.flatMap(({ ShardId, ParentShardId: parent }) => {
    const waits = parent !== undefined && present.has(parent) && !finished.has(parent);
    return ShardId === undefined || waits ? [] : [ShardId];
  });
}

async function allShards({ client, streamArn }: FollowOptions): Promise<Shard[]> {
  const shards: Shard[] = [];
  let last: string | undefined;
  do {
    const { StreamDescription: page } = await client.send(
      new DescribeStreamCommand({ StreamArn: streamArn, ExclusiveStartShardId: last }),
    );
    shards.push(...(page?.Shards ?? []));
    last = page?.LastEvaluatedShardId;
  } while (last !== undefined);
  return shards;
}

/** Resolves at the end of the shard, which an open one does not have, or when the signal aborts. */
async function readShard(
  { client, streamArn, signal, onRecords }: FollowOptions,
  shardId: string,
): Promise<void> {
  const place = { StreamArn: streamArn, ShardId: shardId };
  let lastRead: string | undefined;
  let iterator = await iteratorAfter(client, place, lastRead);
  while (iterator !== undefined && !signal.aborted) {
    const page = await recordsAt(client, iterator);
    if (page === 'expired') {
      iterator = await iteratorAfter(client, place, lastRead);
      continue;
    }
    const { Records: records = [], NextShardIterator } = page;
    if (records.length > 0) await onRecords(records, shardId);
    lastRead = records.at(-1)?.dynamodb?.SequenceNumber ?? lastRead;
    iterator = NextShardIterator;
    if (records.length === 0 && iterator !== undefined) await pause(pauseAtTheEndMs, signal);
  }
}

async function iteratorAfter(
  client: DynamoDBStreamsClient,
  place: { readonly StreamArn: string; readonly ShardId: string },
  lastRead: string | undefined,
): Promise<string | undefined> {
  const from =
    lastRead === undefined
      ? ({ ShardIteratorType: 'TRIM_HORIZON' } as const)
      : ({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: lastRead } as const);
  return (await client.send(new GetShardIteratorCommand({ ...place, ...from }))).ShardIterator;
}

async function recordsAt(client: DynamoDBStreamsClient, iterator: string) {
  try {
    return await client.send(new GetRecordsCommand({ ShardIterator: iterator }));
  } catch (error) {
    // An iterator lives for 15 minutes, which slow handling can outlast.
    if (error instanceof ExpiredIteratorException) return 'expired';
    throw error;
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
