// Errors as the SDK throws them: class, name and message.

import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBServiceException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  ScanCommand,
  UpdateItemCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  ResourceNotFoundException as StreamNotFound,
} from '@aws-sdk/client-dynamodb-streams';
import { describe, expect, test } from 'vitest';
import { startHeadwater } from '../../src/index.ts';
import { aTable } from './a-table.ts';
import { shardsOf } from './read-stream.ts';

const TableName = 'things';
const Key = { p: { S: 'one' } };
const schema = {
  KeySchema: [{ AttributeName: 'p', KeyType: 'HASH' as const }],
  AttributeDefinitions: [{ AttributeName: 'p', AttributeType: 'S' as const }],
  BillingMode: 'PAY_PER_REQUEST' as const,
};

test.each([
  [
    'a table that is there',
    new CreateTableCommand({ TableName, ...schema }),
    ResourceInUseException,
    'Table already exists: things',
  ],
  [
    'the description of a missing table',
    new DescribeTableCommand({ TableName: 'nothing' }),
    ResourceNotFoundException,
    'Requested resource not found: Table: nothing not found',
  ],
  [
    'an item of a missing table',
    new GetItemCommand({ TableName: 'nothing', Key }),
    ResourceNotFoundException,
    'Requested resource not found',
  ],
])('%s', async (_, command, error, message) => {
  await using headwater = await startHeadwater();
  await aTable(headwater);
  const thrown = await headwater.dynamodb
    .send(command as GetItemCommand)
    .catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(error);
  expect(thrown).toMatchObject({
    message,
    $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9A-Z]{52}$/) },
  });
});

test.each([
  [
    new CreateTableCommand({
      TableName: 'other',
      ...schema,
      StreamSpecification: { StreamEnabled: false, StreamViewType: 'KEYS_ONLY' },
    }),
    'Table is being created with a stream disabled, UpdateViewType should not be specified',
  ],
  [
    new UpdateTableCommand({
      TableName,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'OLD_IMAGE' },
    }),
    'Table already has an enabled stream: TableName: things',
  ],
  [
    new UpdateTableCommand({
      TableName: 'without',
      StreamSpecification: { StreamEnabled: false },
    }),
    'Table has no stream to disable: TableName: without',
  ],
  [
    new PutItemCommand({ TableName, Item: { q: { S: 'x' } } }),
    'One or more parameter values were invalid: Missing the key p in the item',
  ],
  [
    new PutItemCommand({ TableName, Item: { p: { N: '1' } } }),
    'One or more parameter values were invalid: Type mismatch for key p expected: S actual: N',
  ],
  [
    new PutItemCommand({ TableName, Item: { ...Key, x: { S: 'x'.repeat(409_600) } } }),
    'Item size has exceeded the maximum allowed size',
  ],
  [
    new PutItemCommand({ TableName, Item: { ...Key, n: { N: 'x' } } }),
    'The parameter cannot be converted to a numeric value: x',
  ],
  [
    new GetItemCommand({ TableName, Key: { ...Key, s: { S: 'x' } } }),
    'The provided key element does not match the schema',
  ],
  [
    new UpdateItemCommand({ TableName, Key, UpdateExpression: 'SET a = b' }),
    'The provided expression refers to an attribute that does not exist in the item',
  ],
  [
    new UpdateItemCommand({ TableName, Key, UpdateExpression: 'SET a b' }),
    'Invalid UpdateExpression: Syntax error; token: "b", near: "a b"',
  ],
  [
    new QueryCommand({ TableName, KeyConditionExpression: 'p = :p' }),
    'An expression attribute value used in expression is not defined; attribute value: :p',
  ],
  [
    new ScanCommand({ TableName, Segment: 5, TotalSegments: 5 }),
    'The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 5 is not less than TotalSegments: 5',
  ],
  [
    new ScanCommand({ TableName, Limit: 0 }),
    'failed to satisfy constraint: Member must have value greater than or equal to 1',
  ],
])('a ValidationException says what is wrong (%#)', async (command, message) => {
  await using headwater = await startHeadwater();
  await aTable(headwater, { viewType: 'KEYS_ONLY' });
  await aTable(headwater, { name: 'without' });
  const thrown = await headwater.dynamodb
    .send(command as GetItemCommand)
    .catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(DynamoDBServiceException);
  expect(thrown).toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining(message),
    $metadata: { httpStatusCode: 400 },
  });
});

describe('of streams', () => {
  const missingArn =
    'arn:aws:dynamodb:us-east-1:000000000000:table/things/stream/2024-11-18T14:36:44.149';
  const missingShard = 'shardId-00000000000000000000-00000000';

  test('a stream that is not there', async () => {
    await using headwater = await startHeadwater();
    const thrown = await headwater.streams
      .send(new DescribeStreamCommand({ StreamArn: missingArn }))
      .catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(StreamNotFound);
    expect(thrown).toMatchObject({
      message: `Requested resource not found: Stream: ${missingArn} not found`,
    });
  });

  test('a shard that is not there', async () => {
    await using headwater = await startHeadwater();
    const { streamArn: StreamArn } = await aTable(headwater, { viewType: 'KEYS_ONLY' });
    await expect(
      headwater.streams.send(
        new GetShardIteratorCommand({
          StreamArn,
          ShardId: missingShard,
          ShardIteratorType: 'LATEST',
        }),
      ),
    ).rejects.toBeInstanceOf(StreamNotFound);
  });

  test('what cannot be a request', async () => {
    await using headwater = await startHeadwater();
    const { streams } = headwater;
    const { streamArn: StreamArn } = await aTable(headwater, { viewType: 'KEYS_ONLY' });
    const [{ ShardId } = {}] = await shardsOf(streams, StreamArn);
    const number = '1'.padEnd(21, '0');
    const commands = [
      new DescribeStreamCommand({ StreamArn: missingArn.replace('arn:', 'nra:') }),
      new DescribeStreamCommand({ StreamArn, Limit: 0 }),
      new DescribeStreamCommand({ StreamArn, Limit: 101 }),
      new DescribeStreamCommand({ StreamArn, ShardFilter: { Type: 'CHILD_SHARDS' } }),
      new DescribeStreamCommand({ StreamArn, ShardFilter: { ShardId } }),
      new ListStreamsCommand({ Limit: 0 }),
      new ListStreamsCommand({ ExclusiveStartStreamArn: 'x'.repeat(40) }),
      new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'AT_SEQUENCE_NUMBER' }),
      new GetShardIteratorCommand({
        StreamArn,
        ShardId,
        ShardIteratorType: 'LATEST',
        SequenceNumber: number,
      }),
      new GetShardIteratorCommand({
        StreamArn,
        ShardId,
        ShardIteratorType: 'AT_TIMESTAMP' as 'LATEST',
      }),
      new GetRecordsCommand({ ShardIterator: 'garbage' }),
      new GetRecordsCommand({ ShardIterator: `${StreamArn}|1|AAAA` }),
    ];
    for (const command of commands) {
      await expect(streams.send(command as ListStreamsCommand)).rejects.toMatchObject({
        name: 'ValidationException',
        $metadata: { httpStatusCode: 400 },
      });
    }
  });

  test.each([0, -1, 1001])('GetRecords with a limit of %d', async (Limit) => {
    await using headwater = await startHeadwater();
    const { streams } = headwater;
    const { streamArn: StreamArn } = await aTable(headwater, { viewType: 'KEYS_ONLY' });
    const [{ ShardId } = {}] = await shardsOf(streams, StreamArn);
    const { ShardIterator } = await streams.send(
      new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'LATEST' }),
    );
    await expect(
      streams.send(new GetRecordsCommand({ ShardIterator, Limit })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
