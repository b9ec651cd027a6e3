// A server as its users reach it: the AWS SDK over HTTP, and what is Headwater's own under `/_headwater/`.

import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  PutItemCommand,
  ScanCommand,
  TagResourceCommand,
  TransactWriteItemsCommand,
  type TransactWriteItem,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { assert } from '../../src/base/assert.ts';
import { type Headwater, manualRuntime, startHeadwater } from '../../src/index.ts';
import type { Answer, Item } from './model-state.ts';
import { seenRecord } from './records.ts';
import { retentionTag, type System, tableName as TableName, type Write } from './system.ts';

const tableArn = `arn:aws:dynamodb:us-east-1:000000000000:table/${TableName}`;

export async function overHttp(asked: {
  readonly dataDir: string;
  readonly startAt: number;
  readonly lifetimeMs: number;
  readonly retentionMs: number;
}): Promise<System> {
  const { dataDir, startAt, lifetimeMs: shardLifetimeMs, retentionMs } = asked;
  const runtime = manualRuntime({ startAt });
  const start = (): Promise<Headwater> =>
    startHeadwater({ runtime, dataDir, durability: 'os', shardLifetimeMs, retentionMs });
  let server = await start();

  async function control(path: string, body: object): Promise<Answer<{ readonly shards: Shards }>> {
    const response = await fetch(`${server.endpoint}/_headwater/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const reply = (await response.json()) as { readonly shards: Shards };
    if (response.ok) return { value: reply };
    return { refused: response.status === 404 ? 'table-not-found' : 'invalid' };
  }
  async function shards(action: string, request: object): Promise<Answer<readonly string[]>> {
    const answer = await control('shards', { action, table: TableName, ...request });
    await settled();
    return 'refused' in answer
      ? answer
      : { value: answer.value.shards.map(({ shardId }) => shardId) };
  }
  async function answer<T>(run: (server: Headwater) => Promise<T>): Promise<Answer<T>> {
    try {
      return { value: await run(server) };
    } catch (error) {
      return { refused: kindOf(error as Error) };
    }
  }
  async function changed<T>(run: (server: Headwater) => Promise<T>): Promise<Answer<T>> {
    const result = await answer(run);
    await settled();
    return result;
  }
  const done = (run: (server: Headwater) => Promise<unknown>): Promise<Answer<undefined>> =>
    changed(async (opened) => {
      await run(opened);
      return undefined;
    });
  /** A leap waits for what is under way. */
  const settled = async (): Promise<void> => {
    const turned = await control('clock', { action: 'advance', by: '0ms' });
    assert('value' in turned, 'a clock can be advanced');
  };

  return {
    createTable: ({ partitions, viewType, retention }) =>
      changed(async ({ dynamodb }) => {
        const { TableDescription } = await dynamodb.send(
          new CreateTableCommand({
            TableName,
            BillingMode: 'PAY_PER_REQUEST',
            KeySchema: [{ AttributeName: 'p', KeyType: 'HASH' }],
            AttributeDefinitions: [{ AttributeName: 'p', AttributeType: 'S' }],
            StreamSpecification:
              viewType === undefined
                ? undefined
                : { StreamEnabled: true, StreamViewType: viewType },
            Tags: [
              { Key: 'headwater:partitions', Value: String(partitions) },
              ...(retention === undefined ? [] : [{ Key: retentionTag, Value: retention }]),
            ],
          }),
        );
        return TableDescription?.LatestStreamArn;
      }),
    setStream: (viewType) =>
      changed(async ({ dynamodb }) => {
        const { TableDescription } = await dynamodb.send(
          new UpdateTableCommand({
            TableName,
            StreamSpecification:
              viewType === undefined
                ? { StreamEnabled: false }
                : { StreamEnabled: true, StreamViewType: viewType },
          }),
        );
        return viewType === undefined ? undefined : TableDescription?.LatestStreamArn;
      }),
    deleteTable: () => done(({ dynamodb }) => dynamodb.send(new DeleteTableCommand({ TableName }))),
    setRetention: (value) =>
      done(({ dynamodb }) =>
        value === undefined
          ? dynamodb.send(
              new UntagResourceCommand({ ResourceArn: tableArn, TagKeys: [retentionTag] }),
            )
          : dynamodb.send(
              new TagResourceCommand({
                ResourceArn: tableArn,
                Tags: [{ Key: retentionTag, Value: value }],
              }),
            ),
      ),
    setTimeToLive: (Enabled) =>
      done(({ dynamodb }) =>
        dynamodb.send(
          new UpdateTimeToLiveCommand({
            TableName,
            TimeToLiveSpecification: { Enabled, AttributeName: 'due' },
          }),
        ),
      ),
    setRecovery: (PointInTimeRecoveryEnabled) =>
      done(({ dynamodb }) =>
        dynamodb.send(
          new UpdateContinuousBackupsCommand({
            TableName,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled },
          }),
        ),
      ),

    write: (write) => done(({ dynamodb }) => writeOne(dynamodb, write)),
    batch: (writes) =>
      done(({ dynamodb }) =>
        dynamodb.send(
          new BatchWriteItemCommand({ RequestItems: { [TableName]: writes.map(batched) } }),
        ),
      ),
    transact: (writes) =>
      done(({ dynamodb }) =>
        dynamodb.send(new TransactWriteItemsCommand({ TransactItems: writes.map(transacted) })),
      ),
    items: () =>
      answer(async ({ dynamodb }) => {
        const { Items } = await dynamodb.send(new ScanCommand({ TableName, ConsistentRead: true }));
        return Items as unknown as readonly Item[];
      }),

    split: (shardId) => shards('split', { shardId }),
    roll: (shardId) => shards('roll', { shardId }),
    expire: (shardId) => shards('expire-iterators', { shardId }),
    trim: (shardId, upTo) => shards('trim', { shardId, upTo }),

    async listStreams() {
      const arns: string[] = [];
      for (;;) {
        const { Streams, LastEvaluatedStreamArn } = await server.streams.send(
          new ListStreamsCommand({ TableName, ExclusiveStartStreamArn: arns.at(-1) }),
        );
        arns.push(...(Streams ?? []).map(({ StreamArn = '' }) => StreamArn));
        if (LastEvaluatedStreamArn === undefined) return arns;
      }
    },
    describe: (StreamArn, { limit: Limit, after, childrenOf: ShardId }) =>
      answer(async ({ streams }) => {
        const { StreamDescription: shown } = await streams.send(
          new DescribeStreamCommand({
            StreamArn,
            Limit,
            ExclusiveStartShardId: after,
            ShardFilter: ShardId === undefined ? undefined : { Type: 'CHILD_SHARDS', ShardId },
          }),
        );
        return {
          status: shown?.StreamStatus ?? '',
          viewType: shown?.StreamViewType ?? '',
          shards: (shown?.Shards ?? []).map((shard) => ({
            id: shard.ShardId ?? '',
            parent: shard.ParentShardId,
            start: shard.SequenceNumberRange?.StartingSequenceNumber ?? '',
            end: shard.SequenceNumberRange?.EndingSequenceNumber,
          })),
          more: shown?.LastEvaluatedShardId !== undefined,
        };
      }),
    iterator: (StreamArn, ShardId, position) =>
      answer(async ({ streams }) => {
        const { ShardIterator } = await streams.send(
          new GetShardIteratorCommand({
            StreamArn,
            ShardId,
            ShardIteratorType: position.type,
            SequenceNumber: 'sequenceNumber' in position ? position.sequenceNumber : undefined,
          }),
        );
        return ShardIterator ?? '';
      }),
    read: (ShardIterator, Limit) =>
      answer(async ({ streams }) => {
        const page = await streams.send(new GetRecordsCommand({ ShardIterator, Limit }));
        return { records: (page.Records ?? []).map(seenRecord), next: page.NextShardIterator };
      }),

    async advance(ms) {
      const turned = await control('clock', { action: 'advance', by: `${ms}ms` });
      assert('value' in turned, 'a clock can be advanced');
    },
    async restart(afterMs) {
      await server.close();
      await runtime.clock.advance(afterMs);
      server = await start();
      await settled();
    },
    problems: async () => [],
    [Symbol.asyncDispose]: () => server.close(),
  };
}

type Shards = readonly { readonly shardId: string }[];

async function writeOne(dynamodb: Headwater['dynamodb'], write: Write): Promise<void> {
  const { Put, Update, Delete } = transacted(write);
  if (Put !== undefined) await dynamodb.send(new PutItemCommand(Put));
  if (Update !== undefined) await dynamodb.send(new UpdateItemCommand(Update));
  if (Delete !== undefined) await dynamodb.send(new DeleteItemCommand(Delete));
}

function transacted(write: Write): TransactWriteItem {
  switch (write.kind) {
    case 'put': {
      const ConditionExpression = write.ifAbsent ? 'attribute_not_exists(p)' : undefined;
      return { Put: { TableName, Item: { ...write.item }, ConditionExpression } };
    }
    case 'delete':
      return { Delete: { TableName, Key: keyOf(write) } };
    case 'check': {
      const ConditionExpression = `attribute_${write.isThere ? '' : 'not_'}exists(p)`;
      return { ConditionCheck: { TableName, Key: keyOf(write), ConditionExpression } };
    }
    case 'update': {
      const { expression: UpdateExpression, values } = write;
      const ExpressionAttributeValues = values === undefined ? undefined : { ...values };
      return {
        Update: { TableName, Key: keyOf(write), UpdateExpression, ExpressionAttributeValues },
      };
    }
  }
}

function batched(write: Write): WriteRequest {
  if (write.kind === 'put') return { PutRequest: { Item: { ...write.item } } };
  assert(write.kind === 'delete', 'a batch puts and deletes');
  return { DeleteRequest: { Key: keyOf(write) } };
}

function keyOf({ key }: { readonly key: string }) {
  return { p: { S: key } };
}

/** The refusal that the model knows, of an error that the SDK throws. */
function kindOf({ name, message }: Error): string {
  const kinds: Readonly<Record<string, string>> = {
    TrimmedDataAccessException: 'trimmed',
    ExpiredIteratorException: 'iterator-expired',
    ConditionalCheckFailedException: 'condition-failed',
    TransactionCanceledException: 'transaction-cancelled',
    ResourceInUseException: 'table-exists',
    TableNotFoundException: 'table-not-found',
  };
  if (name === 'ResourceNotFoundException') {
    if (message.includes('Shard: ')) return 'shard-not-found';
    return message.includes('Stream: ') ? 'stream-not-found' : 'table-not-found';
  }
  if (name === 'ValidationException') {
    if (message.includes('already has an enabled stream')) return 'stream-enabled';
    return message.includes('no stream to disable') ? 'stream-not-enabled' : 'invalid';
  }
  return kinds[name] ?? `${name}: ${message}`;
}
