// The operations on tables: what reaches the database, and how a table is shown.

import { describe, expect, test } from 'vitest';
import type { Database, TableView } from '../../database/database.ts';
import { Refused } from '../../write/refusal.ts';
import { startTestApi } from '../testing/test-api.ts';

const scope = { account: '000000000000', region: 'eu-west-1' };
const arn = 'arn:aws:dynamodb:eu-west-1:000000000000:table/abc';

const view: TableView = {
  status: 'ACTIVE',
  capacity: {
    decreasesToday: 0,
    warmThroughput: { readUnits: 12_000, writeUnits: 4000 },
  },
  itemCount: 3,
  sizeBytes: 99,
  indexes: [],
  definition: {
    ...scope,
    name: 'abc',
    id: 'an-id',
    number: 1,
    key: { partition: { name: 'p', type: 'S' }, sort: { name: 's', type: 'N' } },
    partitions: [{ from: 0, lane: 'lane', base: 0 }],
    billing: 'PAY_PER_REQUEST',
    throughput: { readUnits: 0, writeUnits: 0 },
    deletionProtection: false,
    tags: {},
    indexes: [],
    lastIndexNumber: 0,
    stream: { label: '2026-01-01T00:00:00.000', viewType: 'NEW_IMAGE', shards: ['shard'] },
    latestStreamLabel: '2026-01-01T00:00:00.000',
    createdAt: 1_767_225_600_123,
  },
};

const common = {
  TableName: 'abc',
  TableStatus: 'ACTIVE',
  ProvisionedThroughput: {
    NumberOfDecreasesToday: 0,
    ReadCapacityUnits: 0,
    WriteCapacityUnits: 0,
  },
  TableSizeBytes: 99,
  ItemCount: 3,
  TableArn: arn,
  TableId: 'an-id',
  BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  LatestStreamLabel: '2026-01-01T00:00:00.000',
  LatestStreamArn: `${arn}/stream/2026-01-01T00:00:00.000`,
  DeletionProtectionEnabled: false,
};

const full = {
  ...common,
  AttributeDefinitions: [
    { AttributeName: 'p', AttributeType: 'S' },
    { AttributeName: 's', AttributeType: 'N' },
  ],
  KeySchema: [
    { AttributeName: 'p', KeyType: 'HASH' },
    { AttributeName: 's', KeyType: 'RANGE' },
  ],
  CreationDateTime: 1_767_225_600.123,
};

async function called(
  method: keyof Database,
  operation: string,
  { input, result = view }: { readonly input: object; readonly result?: object },
) {
  const asked: unknown[] = [];
  const database: Partial<Database> = {
    [method]: async (...args: unknown[]) => {
      asked.push(...args);
      return result;
    },
  };
  await using api = await startTestApi({ database });
  const { json } = await api.call(operation, input);
  return { asked, json };
}

async function refusal(operation: string, input: object): Promise<string> {
  await using api = await startTestApi();
  const { status, json } = await api.call(operation, input);
  expect(status).toBe(400);
  return json.message;
}

const smallest = {
  TableName: 'abc',
  KeySchema: [{ AttributeName: 'p', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'p', AttributeType: 'S' }],
};

describe('CreateTable', () => {
  test('passes everything on, and shows the table', async () => {
    const { asked, json } = await called('createTable', 'CreateTable', {
      input: {
        ...smallest,
        BillingMode: 'PROVISIONED',
        ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 6 },
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
        TableClass: 'STANDARD_INFREQUENT_ACCESS',
        DeletionProtectionEnabled: true,
        Tags: [
          { Key: 'a', Value: '' },
          { Key: '__proto__', Value: 'b' },
        ],
      },
    });
    expect(asked).toEqual([
      scope,
      {
        name: 'abc',
        keySchema: [{ name: 'p', role: 'HASH' }],
        attributes: [{ name: 'p', type: 'S' }],
        billing: 'PROVISIONED',
        throughput: { readUnits: 5, writeUnits: 6 },
        stream: { enabled: true, viewType: 'KEYS_ONLY' },
        tableClass: 'STANDARD_INFREQUENT_ACCESS',
        deletionProtection: true,
        tags: [
          { key: 'a', value: '' },
          { key: '__proto__', value: 'b' },
        ],
      },
    ]);
    expect(json).toEqual({ TableDescription: full });
  });

  test('passes on no more than was sent', async () => {
    const input = { ...smallest, StreamSpecification: { StreamEnabled: false } };
    const { asked } = await called('createTable', 'CreateTable', { input });
    expect(asked[1]).toEqual({
      name: 'abc',
      keySchema: [{ name: 'p', role: 'HASH' }],
      attributes: [{ name: 'p', type: 'S' }],
      stream: { enabled: false },
    });
  });

  test.each<[object, string]>([
    [{}, "The parameter 'TableName' is required but was not present in the request"],
    [
      { ...smallest, TableName: 'ab' },
      "1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3",
    ],
    [
      { ...smallest, KeySchema: [{ AttributeName: 'p', KeyType: 'X' }] },
      "1 validation error detected: Value 'X' at 'keySchema.1.member.keyType' failed to satisfy constraint: Member must satisfy enum value set: [HASH, RANGE]",
    ],
    [
      { ...smallest, AttributeDefinitions: [{ AttributeName: 'p', AttributeType: 'X' }] },
      "1 validation error detected: Value 'X' at 'attributeDefinitions.1.member.attributeType' failed to satisfy constraint: Member must satisfy enum value set: [B, N, S]",
    ],
    [
      { ...smallest, BillingMode: 'X' },
      "1 validation error detected: Value 'X' at 'billingMode' failed to satisfy constraint: Member must satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]",
    ],
    [
      { TableName: 'abc', ProvisionedThroughput: {} },
      "4 validation errors detected: Value null at 'attributeDefinitions' failed to satisfy constraint: Member must not be null; " +
        "Value null at 'provisionedThroughput.writeCapacityUnits' failed to satisfy constraint: Member must not be null; " +
        "Value null at 'provisionedThroughput.readCapacityUnits' failed to satisfy constraint: Member must not be null; " +
        "Value null at 'keySchema' failed to satisfy constraint: Member must not be null",
    ],
    [
      {
        ...smallest,
        ProvisionedThroughput: { ReadCapacityUnits: 1e12 + 1, WriteCapacityUnits: 1e12 + 1 },
      },
      'Given value 1000000000001 for ReadCapacityUnits is out of bounds',
    ],
    [
      { ...smallest, GlobalSecondaryIndexes: [{ IndexName: 'abc' }] },
      "2 validation errors detected: Value null at 'globalSecondaryIndexes.1.member.keySchema' failed to satisfy constraint: Member must not be null; Value null at 'globalSecondaryIndexes.1.member.projection' failed to satisfy constraint: Member must not be null",
    ],
    [
      { ...smallest, LocalSecondaryIndexes: [] },
      'One or more parameter values were invalid: List of LocalSecondaryIndexes is empty',
    ],
  ])('refuses %#', async (input, text) => {
    expect(await refusal('CreateTable', input)).toBe(text);
  });
});

describe('DescribeTable', () => {
  test('of a table on demand', async () => {
    const { asked, json } = await called('describeTable', 'DescribeTable', {
      input: { TableName: arn },
    });
    expect(asked).toEqual([scope, 'abc']);
    expect(json).toEqual({
      Table: {
        ...full,
        BillingModeSummary: {
          BillingMode: 'PAY_PER_REQUEST',
          LastUpdateToPayPerRequestDateTime: 1_767_225_600.123,
        },
        WarmThroughput: {
          ReadUnitsPerSecond: 12_000,
          WriteUnitsPerSecond: 4_000,
          Status: 'ACTIVE',
        },
      },
    });
  });

  test('of a provisioned table without sort key, whose stream is off', async () => {
    const { stream: _, ...rest } = view.definition;
    const definition = {
      ...rest,
      key: { partition: { name: 'p', type: 'B' } },
      billing: 'PROVISIONED',
      throughput: { readUnits: 5, writeUnits: 6 },
      tableClass: 'STANDARD',
      deletionProtection: true,
    };
    const { json } = await called('describeTable', 'DescribeTable', {
      input: { TableName: 'abc' },
      result: {
        ...view,
        status: 'UPDATING',
        definition,
        capacity: { decreasesToday: 0, warmThroughput: { readUnits: 5, writeUnits: 6 } },
      },
    });
    const { BillingModeSummary: __, StreamSpecification: ___, ...expected } = full;
    expect(json).toEqual({
      Table: {
        ...expected,
        TableStatus: 'UPDATING',
        AttributeDefinitions: [{ AttributeName: 'p', AttributeType: 'B' }],
        KeySchema: [{ AttributeName: 'p', KeyType: 'HASH' }],
        ProvisionedThroughput: {
          NumberOfDecreasesToday: 0,
          ReadCapacityUnits: 5,
          WriteCapacityUnits: 6,
        },
        TableClassSummary: { TableClass: 'STANDARD' },
        DeletionProtectionEnabled: true,
        WarmThroughput: { ReadUnitsPerSecond: 5, WriteUnitsPerSecond: 6, Status: 'UPDATING' },
      },
    });
  });

  test('of a table that does not exist names it', async () => {
    await using api = await startTestApi({
      database: {
        describeTable: () => Promise.reject(new Refused({ kind: 'table-not-found', table: 'abc' })),
      },
    });
    const { json } = await api.call('DescribeTable', { TableName: 'abc' });
    expect(json).toEqual({
      __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
      message: 'Requested resource not found: Table: abc not found',
    });
  });
});

test('DeleteTable leaves the schema out', async () => {
  const { asked, json } = await called('deleteTable', 'DeleteTable', {
    input: { TableName: 'abc' },
    result: { ...view, status: 'DELETING' },
  });
  expect(asked).toEqual([scope, 'abc']);
  expect(json).toEqual({ TableDescription: { ...common, TableStatus: 'DELETING' } });
});

describe('UpdateTable', () => {
  test('passes changes on', async () => {
    const { asked, json } = await called('updateTable', 'UpdateTable', {
      input: {
        TableName: 'abc',
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: { StreamEnabled: false },
        TableClass: 'STANDARD',
        DeletionProtectionEnabled: false,
      },
    });
    expect(asked).toEqual([
      scope,
      'abc',
      {
        billing: 'PAY_PER_REQUEST',
        stream: { enabled: false },
        tableClass: 'STANDARD',
        deletionProtection: false,
      },
    ]);
    expect(json).toEqual({
      TableDescription: {
        ...full,
        BillingModeSummary: {
          BillingMode: 'PAY_PER_REQUEST',
          LastUpdateToPayPerRequestDateTime: 1_767_225_600.123,
        },
        WarmThroughput: {
          ReadUnitsPerSecond: 12_000,
          WriteUnitsPerSecond: 4_000,
          Status: 'ACTIVE',
        },
      },
    });
  });

  test('passes on capacity and encryption, but no structure without members', async () => {
    const { asked } = await called('updateTable', 'UpdateTable', {
      input: {
        TableName: 'abc',
        OnDemandThroughput: { MaxReadRequestUnits: 5, MaxWriteRequestUnits: -1 },
        WarmThroughput: {},
        SSESpecification: { SSEType: 'KMS' },
        GlobalSecondaryIndexUpdates: [
          {
            Update: {
              IndexName: 'byName',
              OnDemandThroughput: {},
              WarmThroughput: { WriteUnitsPerSecond: 7 },
            },
          },
        ],
      },
    });
    expect(asked[2]).toEqual({
      onDemandLimits: { readUnits: 5, writeUnits: -1 },
      encryption: { type: 'KMS' },
      indexChanges: [{ kind: 'throughput', name: 'byName', warmThroughput: { writeUnits: 7 } }],
    });
  });

  test('of indexes without saying what is refused', async () => {
    const input = { TableName: 'abc', GlobalSecondaryIndexUpdates: [{}] };
    expect(await refusal('UpdateTable', input)).toBe(
      'One or more parameter values were invalid: One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null',
    );
  });
});

test('ListTables', async () => {
  const whole = await called('listTables', 'ListTables', {
    input: {},
    result: { names: ['a', 'b'], more: false },
  });
  expect(whole.asked).toEqual([scope, { limit: 100 }]);
  expect(whole.json).toEqual({ TableNames: ['a', 'b'] });
  const part = await called('listTables', 'ListTables', {
    input: { Limit: 2, ExclusiveStartTableName: 'abc' },
    result: { names: ['b', 'c'], more: true },
  });
  expect(part.asked).toEqual([scope, { limit: 2, after: 'abc' }]);
  expect(part.json).toEqual({ TableNames: ['b', 'c'], LastEvaluatedTableName: 'c' });
});

test('DescribeLimits and DescribeEndpoints', async () => {
  await using api = await startTestApi();
  const limits = await api.call('DescribeLimits', {});
  expect(limits.json).toMatchObject({ AccountMaxReadCapacityUnits: 80_000 });
  const endpoints = await api.call('DescribeEndpoints', {});
  expect(endpoints.json).toEqual({
    Endpoints: [{ Address: `127.0.0.1:${api.port}`, CachePeriodInMinutes: 1440 }],
  });
});
