// A Kinesis stream for a test, and what reads it with the unmodified SDK, which speaks HTTP/2.

import {
  CreateStreamCommand,
  GetRecordsCommand,
  type GetRecordsCommandOutput,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  KinesisClient,
  ListShardsCommand,
  PutRecordCommand,
  type PutRecordCommandOutput,
  type _Record as KinesisRecord,
  type Shard,
} from '@aws-sdk/client-kinesis';
import { onTestFinished } from 'vitest';
import type { Headwater } from '../../src/index.ts';

export const StreamName = 'events';
export const firstShard = 'shardId-000000000000';

/** `accessKeyId` of 12 digits stands for that account. */
export function kinesisOf(
  { clientConfig }: Headwater,
  changed: { readonly region?: string; readonly accessKeyId?: string } = {},
): KinesisClient {
  const { region = clientConfig.region, accessKeyId = clientConfig.credentials.accessKeyId } =
    changed;
  const client = new KinesisClient({
    ...clientConfig,
    region,
    credentials: { ...clientConfig.credentials, accessKeyId },
    maxAttempts: 1,
  });
  onTestFinished(() => client.destroy());
  return client;
}

export async function aStream(headwater: Headwater, ShardCount = 1): Promise<KinesisClient> {
  const kinesis = kinesisOf(headwater);
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount }));
  return kinesis;
}

export function put(
  kinesis: KinesisClient,
  text: string,
  more: { readonly key?: string; readonly hash?: string } = {},
): Promise<PutRecordCommandOutput> {
  const { key = 'key', hash } = more;
  return kinesis.send(
    new PutRecordCommand({
      StreamName,
      PartitionKey: key,
      Data: Buffer.from(text),
      ...(hash === undefined ? {} : { ExplicitHashKey: hash }),
    }),
  );
}

export async function shardsOf(kinesis: KinesisClient): Promise<Shard[]> {
  const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName }));
  return Shards;
}

export async function iteratorOf(
  kinesis: KinesisClient,
  asked: Partial<GetShardIteratorCommandInput> = {},
): Promise<string> {
  const { ShardIterator = '' } = await kinesis.send(
    new GetShardIteratorCommand({
      StreamName,
      ShardId: firstShard,
      ShardIteratorType: 'TRIM_HORIZON',
      ...asked,
    }),
  );
  return ShardIterator;
}

export function page(
  kinesis: KinesisClient,
  ShardIterator: string,
  Limit?: number,
): Promise<GetRecordsCommandOutput> {
  return kinesis.send(
    new GetRecordsCommand({ ShardIterator, ...(Limit === undefined ? {} : { Limit }) }),
  );
}

/** What an iterator leads to: up to the shard's end, or to where nothing is left to read now. */
export async function drain(kinesis: KinesisClient, iterator: string): Promise<KinesisRecord[]> {
  const records: KinesisRecord[] = [];
  let next: string | undefined = iterator;
  while (next !== undefined) {
    const { Records = [], NextShardIterator, MillisBehindLatest } = await page(kinesis, next);
    records.push(...Records);
    next = MillisBehindLatest === 0 ? undefined : NextShardIterator;
  }
  return records;
}

export async function textsOf(
  kinesis: KinesisClient,
  asked: Partial<GetShardIteratorCommandInput> = {},
): Promise<string[]> {
  const records = await drain(kinesis, await iteratorOf(kinesis, asked));
  return records.map(({ Data = new Uint8Array() }) => Buffer.from(Data).toString());
}
