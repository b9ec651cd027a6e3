// The operations of DynamoDB Streams: what reaches the log, and what comes back.

import { describe, expect, test } from 'vitest';
import type { StreamLog, StreamView } from '../../log/stream-log.ts';
import type { StreamDefinition } from '../../model/stream.ts';
import { Refused } from '../../write/refusal.ts';
import { startTestApi, TYPE } from '../testing/test-api.ts';

const scope = { account: '000000000000', region: 'eu-west-1' };
const arn = 'arn:aws:dynamodb:eu-west-1:000000000000:table/abc/stream/2026-01-01T00:00:00.000';
const shard = 'shardId-00000001767225600123-12345678';
const sequenceNumber = '100000000000000000001';

const definition: StreamDefinition = {
  ...scope,
  table: 'abc',
  label: '2026-01-01T00:00:00.000',
  viewType: 'NEW_IMAGE',
  key: { partition: { name: 'p', type: 'S' }, sort: { name: 's', type: 'N' } },
  createdAt: 1_767_225_600_123,
  enabledAt: 1_767_225_600_123,
};

async function called(
  method: keyof StreamLog,
  operation: string,
  { input, result }: { readonly input: object; readonly result: unknown },
) {
  const asked: unknown[] = [];
  const streams: Partial<StreamLog> = {
    [method]: async (...args: unknown[]) => {
      asked.push(...args);
      return result;
    },
  };
  await using api = await startTestApi({ streams });
  const { status, json } = await api.call(`DynamoDBStreams_20120810.${operation}`, input);
  expect(status).toBe(200);
  return { asked, json };
}

async function refusal(operation: string, input: object): Promise<string> {
  await using api = await startTestApi();
  const { status, json } = await api.call(`DynamoDBStreams_20120810.${operation}`, input);
  expect([status, json[TYPE]]).toEqual([400, 'com.amazon.coral.validate#ValidationException']);
  return json.message;
}

describe('ListStreams', () => {
  const listed = { StreamArn: arn, TableName: 'abc', StreamLabel: '2026-01-01T00:00:00.000' };

  test('the last page', async () => {
    const { asked, json } = await called('listStreams', 'ListStreams', {
      input: {},
      result: { streams: [definition], more: false },
    });
    expect(asked).toEqual([scope, { limit: 100 }]);
    expect(json).toEqual({ Streams: [listed] });
  });

  test('a page of a table', async () => {
    const { asked, json } = await called('listStreams', 'ListStreams', {
      input: { TableName: 'abc', Limit: 1, ExclusiveStartStreamArn: arn },
      result: { streams: [definition], more: true },
    });
    expect(asked).toEqual([scope, { table: 'abc', limit: 1, afterArn: arn }]);
    expect(json).toEqual({ Streams: [listed], LastEvaluatedStreamArn: arn });
  });
});

describe('DescribeStream', () => {
  const closed = {
    definition: { id: shard, lane: 'lane', after: 0, end: 5, base: 0, openedAt: 1, parent: 'old' },
    startingSequenceNumber: '1',
    endingSequenceNumber: '5',
  };
  const open = {
    definition: { id: `${shard}9`, lane: 'lane', after: 5, base: 0, openedAt: 2 },
    startingSequenceNumber: '6',
  };
  const view: StreamView = { definition, status: 'ENABLED', shards: [closed, open], more: false };

  test('shows shards without what they do not have', async () => {
    const { asked, json } = await called('describeStream', 'DescribeStream', {
      input: { StreamArn: arn },
      result: view,
    });
    expect(asked).toEqual([scope, arn, { limit: 100 }]);
    expect(json).toEqual({
      StreamDescription: {
        StreamArn: arn,
        StreamLabel: '2026-01-01T00:00:00.000',
        StreamStatus: 'ENABLED',
        StreamViewType: 'NEW_IMAGE',
        CreationRequestDateTime: 1_767_225_600.123,
        TableName: 'abc',
        KeySchema: [
          { AttributeName: 'p', KeyType: 'HASH' },
          { AttributeName: 's', KeyType: 'RANGE' },
        ],
        Shards: [
          {
            ShardId: shard,
            SequenceNumberRange: { StartingSequenceNumber: '1', EndingSequenceNumber: '5' },
            ParentShardId: 'old',
          },
          { ShardId: `${shard}9`, SequenceNumberRange: { StartingSequenceNumber: '6' } },
        ],
      },
    });
  });

  test('asks for a page, or for children', async () => {
    const { asked, json } = await called('describeStream', 'DescribeStream', {
      input: {
        StreamArn: arn,
        Limit: 1,
        ExclusiveStartShardId: shard,
        ShardFilter: { Type: 'CHILD_SHARDS', ShardId: shard },
      },
      result: { ...view, shards: [open], more: true },
    });
    expect(asked[2]).toEqual({ limit: 1, afterShard: shard, childrenOf: shard });
    expect(json.StreamDescription.LastEvaluatedShardId).toBe(`${shard}9`);
  });
});

describe('GetShardIterator', () => {
  const input = { StreamArn: arn, ShardId: shard };

  test.each([
    [{ ShardIteratorType: 'TRIM_HORIZON' }, { type: 'TRIM_HORIZON' }],
    [{ ShardIteratorType: 'LATEST' }, { type: 'LATEST' }],
    [
      { ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber: sequenceNumber },
      { type: 'AT_SEQUENCE_NUMBER', sequenceNumber },
    ],
    [
      { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: sequenceNumber },
      { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber },
    ],
  ])('%j', async (asking, position) => {
    const { asked, json } = await called('shardIterator', 'GetShardIterator', {
      input: { ...input, ...asking },
      result: 'token',
    });
    expect(asked).toEqual([scope, { arn, shard, position }]);
    expect(json).toEqual({ ShardIterator: 'token' });
  });
});

describe('GetRecords', () => {
  const records = Buffer.from('[{"eventID":"1"},{"eventID":"2"}]');

  test('passes records on as they are', async () => {
    const { asked, json } = await called('records', 'GetRecords', {
      input: { ShardIterator: 'token', Limit: 7 },
      result: { records, nextIterator: 'next' },
    });
    expect(asked).toEqual([scope, { iterator: 'token', limit: 7, caller: 'AKIDEXAMPLE' }]);
    expect(json).toEqual({
      Records: [{ eventID: '1' }, { eventID: '2' }],
      NextShardIterator: 'next',
    });
  });

  test('at the end of a shard there is no next iterator', async () => {
    const { asked, json } = await called('records', 'GetRecords', {
      input: { ShardIterator: 'token' },
      result: { records: Buffer.from('[]') },
    });
    expect(asked[1]).toEqual({ iterator: 'token', limit: 1000, caller: 'AKIDEXAMPLE' });
    expect(json).toEqual({ Records: [] });
  });

  test.each([
    [
      new Refused({ kind: 'iterator-expired' }),
      'com.amazonaws.dynamodb.v20120810#ExpiredIteratorException',
    ],
    [
      new Refused({ kind: 'trimmed' }),
      'com.amazonaws.dynamodb.v20120810#TrimmedDataAccessException',
    ],
  ])('%o', async (error, type) => {
    const records = async (): Promise<never> => {
      throw error;
    };
    await using api = await startTestApi({ streams: { records } });
    const input = { ShardIterator: 'token' };
    const { json } = await api.call('DynamoDBStreams_20120810.GetRecords', input);
    expect(json[TYPE]).toBe(type);
  });
});

describe('refuses', () => {
  const at = { StreamArn: arn, ShardId: shard, ShardIteratorType: 'AT_SEQUENCE_NUMBER' };
  const fault = (value: string, path: string, rule: string): string =>
    `1 validation error detected: Value ${value} at '${path}' failed to satisfy constraint: Member must ${rule}`;
  const atLeast = (what: string, limit: number): string =>
    `have ${what} greater than or equal to ${limit}`;
  const atMost = (what: string, limit: number): string =>
    `have ${what} less than or equal to ${limit}`;

  test.each<[string, object, string]>([
    ['ListStreams', { Limit: 0 }, fault("'0'", 'limit', atLeast('value', 1))],
    ['ListStreams', { Limit: 101 }, fault("'101'", 'limit', atMost('value', 100))],
    ['DescribeStream', {}, fault('null', 'streamArn', 'not be null')],
    [
      'DescribeStream',
      { StreamArn: 'short' },
      fault("'short'", 'streamArn', atLeast('length', 37)),
    ],
    [
      'DescribeStream',
      { StreamArn: arn, ShardFilter: { Type: 'X', ShardId: shard } },
      fault("'X'", 'shardFilter.type', 'satisfy enum value set: [CHILD_SHARDS]'),
    ],
    [
      'DescribeStream',
      { StreamArn: arn, ShardFilter: { Type: 'CHILD_SHARDS', ShardId: 'x' } },
      fault("'x'", 'shardFilter.shardId', atLeast('length', 28)),
    ],
    [
      'DescribeStream',
      { StreamArn: arn, ShardFilter: { Type: 'CHILD_SHARDS' } },
      fault('null', 'shardFilter.shardId', 'not be null'),
    ],
    [
      'GetShardIterator',
      { ...at, ShardIteratorType: 'AT_TIMESTAMP' },
      fault(
        "'AT_TIMESTAMP'",
        'shardIteratorType',
        'satisfy enum value set: [TRIM_HORIZON, LATEST, AT_SEQUENCE_NUMBER, AFTER_SEQUENCE_NUMBER]',
      ),
    ],
    [
      'GetShardIterator',
      { ...at, SequenceNumber: 'x'.repeat(21) },
      fault(`'${'x'.repeat(21)}'`, 'sequenceNumber', 'satisfy regular expression pattern: [0-9]+'),
    ],
    [
      'GetShardIterator',
      { ...at, SequenceNumber: '1' },
      fault("'1'", 'sequenceNumber', atLeast('length', 21)),
    ],
    [
      'GetShardIterator',
      at,
      'One or more parameter values were invalid: SequenceNumber must be specified when ShardIteratorType is AT_SEQUENCE_NUMBER',
    ],
    [
      'GetShardIterator',
      { ...at, ShardIteratorType: 'LATEST', SequenceNumber: sequenceNumber },
      'One or more parameter values were invalid: SequenceNumber must not be specified when ShardIteratorType is LATEST',
    ],
    ['GetRecords', { ShardIterator: '' }, fault("''", 'shardIterator', atLeast('length', 1))],
    [
      'GetRecords',
      { ShardIterator: 'a', Limit: 1001 },
      fault("'1001'", 'limit', atMost('value', 1000)),
    ],
  ])('%s %j', async (operation, input, text) => {
    expect(await refusal(operation, input)).toBe(text);
  });
});
