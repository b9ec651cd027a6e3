// Valid requests of every operation, on tables that have what operations need: indexes of both kinds, a
// stream, a time to live, point-in-time recovery, tags and a backup.

import type { Json } from './mutate.ts';
import type { ServedDatabase } from './served-database.ts';

export interface Sample {
  /** With its target's prefix. */
  readonly operation: string;
  readonly input: Json;
}

interface Names {
  readonly tableArn: string;
  readonly backupArn: string;
  readonly streamArn: string;
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly iterator: string;
}

const key = { p: { S: 'a' }, s: { N: '1' } };
const item = {
  ...key,
  colour: { S: 'red' },
  grade: { N: '7' },
  text: { S: 'some text' },
  bytes: { B: 'AQID' },
  set: { NS: ['1', '2'] },
  map: { M: { a: { L: [{ S: 'x' }, { BOOL: true }, { NULL: true }] } } },
};

const definitions = [
  { AttributeName: 'p', AttributeType: 'S' },
  { AttributeName: 's', AttributeType: 'N' },
];
const keySchema = [
  { AttributeName: 'p', KeyType: 'HASH' },
  { AttributeName: 's', KeyType: 'RANGE' },
];
const all = { ProjectionType: 'ALL' };
const colour = { AttributeName: 'colour', AttributeType: 'S' };
const byColour = {
  IndexName: 'byColour',
  KeySchema: [
    { AttributeName: 'colour', KeyType: 'HASH' },
    { AttributeName: 's', KeyType: 'RANGE' },
  ],
  Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['text'] },
};

const things = {
  TableName: 'things',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [...definitions, colour, { AttributeName: 'grade', AttributeType: 'N' }],
  KeySchema: keySchema,
  GlobalSecondaryIndexes: [byColour],
  LocalSecondaryIndexes: [
    {
      IndexName: 'byGrade',
      KeySchema: [
        { AttributeName: 'p', KeyType: 'HASH' },
        { AttributeName: 'grade', KeyType: 'RANGE' },
      ],
      Projection: all,
    },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  Tags: [{ Key: 'team', Value: 'fleet' }],
};

const provisioned = {
  TableName: 'plain',
  AttributeDefinitions: definitions,
  KeySchema: keySchema,
  ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
};

/** Makes the tables that the samples are about. */
export async function prepare(server: ServedDatabase): Promise<Names> {
  const call = async (operation: string, input: Json): Promise<any> => {
    const { status, body } = await server.send(withPrefix(operation), JSON.stringify(input));
    if (status !== 200) throw new Error(`${operation}: ${status} ${body}`);
    return JSON.parse(body);
  };
  const { TableDescription } = await call('CreateTable', things);
  await call('CreateTable', provisioned);
  await call('UpdateTimeToLive', timeToLive('things', true));
  await call('UpdateContinuousBackups', recovery);
  for (const s of ['1', '2', '3']) await call('PutItem', put({ ...item, s: { N: s } }));
  const { BackupDetails } = await call('CreateBackup', { TableName: 'plain', BackupName: 'first' });
  const StreamArn = TableDescription.LatestStreamArn as string;
  const { StreamDescription } = await call('DescribeStream', { StreamArn });
  const [{ ShardId, SequenceNumberRange }] = StreamDescription.Shards;
  const fromStart = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
  const { ShardIterator } = await call('GetShardIterator', fromStart);
  await server.settled();
  return {
    tableArn: TableDescription.TableArn as string,
    backupArn: BackupDetails.BackupArn as string,
    streamArn: StreamArn,
    shardId: ShardId as string,
    sequenceNumber: SequenceNumberRange.StartingSequenceNumber as string,
    iterator: ShardIterator as string,
  };
}

/** Each is accepted by a server that was just prepared. */
export function samplesFor(names: Names): Sample[] {
  const inputs = { ...onItems, ...onPages, ...transactions, ...statements, ...onTables(names) };
  return Object.entries(inputs).flatMap(([operation, those]) =>
    those.map((input) => ({ operation: withPrefix(operation), input })),
  );
}

const streamOperations = new Set([
  'ListStreams',
  'DescribeStream',
  'GetShardIterator',
  'GetRecords',
]);

function withPrefix(operation: string): string {
  const isOfStreams = streamOperations.has(operation);
  return `${isOfStreams ? 'DynamoDBStreams' : 'DynamoDB'}_20120810.${operation}`;
}

type Inputs = Readonly<Record<string, readonly Json[]>>;

const named = { TableName: 'things', ReturnConsumedCapacity: 'INDEXES' };
const names = { '#c': 'colour', '#m': 'map' };
const values = { ':c': { S: 'red' }, ':n': { N: '1' } };

function put(Item: Json): Json {
  return { TableName: 'things', Item };
}

const onItems: Inputs = {
  PutItem: [
    put(item),
    {
      ...named,
      Item: item,
      ConditionExpression:
        '#c = :c AND s BETWEEN :n AND :n AND (NOT size(#m.a[0]) > :n OR :n IN (s))',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
      ReturnValues: 'ALL_OLD',
      ReturnItemCollectionMetrics: 'SIZE',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
    {
      ...named,
      Item: item,
      Expected: {
        colour: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'red' }] },
        none: { Exists: false },
      },
      ConditionalOperator: 'AND',
    },
  ],
  GetItem: [
    { ...named, Key: key, ProjectionExpression: '#c, #m.a[1], s', ExpressionAttributeNames: names },
    { ...named, Key: key, AttributesToGet: ['colour'], ConsistentRead: true },
  ],
  DeleteItem: [
    {
      ...named,
      Key: key,
      ConditionExpression: 'attribute_exists(#c) AND contains(#m.a, :c) OR begins_with(#c, :c)',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ':c': { S: 'red' } },
      ReturnValues: 'ALL_OLD',
    },
  ],
  UpdateItem: [
    {
      ...named,
      Key: key,
      UpdateExpression:
        'SET n = if_not_exists(n, :n) + :n, #m.a = list_append(#m.a, :l) REMOVE #m.b ADD grade :n DELETE #set :set',
      ConditionExpression: 'attribute_type(#m, :type)',
      ExpressionAttributeNames: { '#m': 'map', '#set': 'set' },
      ExpressionAttributeValues: {
        ':n': { N: '1' },
        ':l': { L: [{ S: 'y' }] },
        ':type': { S: 'M' },
        ':set': { NS: ['1'] },
      },
      ReturnValues: 'UPDATED_NEW',
    },
    {
      ...named,
      Key: key,
      AttributeUpdates: {
        grade: { Action: 'ADD', Value: { N: '1' } },
        text: { Action: 'DELETE' },
        more: { Action: 'PUT', Value: { S: 'x' } },
      },
      Expected: { colour: { Value: { S: 'red' } } },
      ReturnValues: 'ALL_NEW',
    },
  ],
  BatchGetItem: [
    {
      RequestItems: {
        things: { Keys: [key, { ...key, s: { N: '2' } }], ConsistentRead: true },
        plain: {
          Keys: [key],
          ProjectionExpression: '#c',
          ExpressionAttributeNames: { '#c': 'colour' },
        },
      },
      ReturnConsumedCapacity: 'TOTAL',
    },
  ],
  BatchWriteItem: [
    {
      RequestItems: {
        things: [
          { PutRequest: { Item: item } },
          { DeleteRequest: { Key: { ...key, s: { N: '2' } } } },
        ],
        plain: [{ PutRequest: { Item: item } }],
      },
      ReturnItemCollectionMetrics: 'SIZE',
    },
  ],
};

const onPages: Inputs = {
  Query: [
    {
      ...named,
      KeyConditionExpression: 'p = :p AND s BETWEEN :n AND :m',
      FilterExpression: '#c <> :p',
      ProjectionExpression: 's, #c',
      ExpressionAttributeNames: { '#c': 'colour' },
      ExpressionAttributeValues: { ':p': { S: 'a' }, ':n': { N: '1' }, ':m': { N: '9' } },
      ExclusiveStartKey: key,
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: 2,
    },
    {
      ...named,
      IndexName: 'byColour',
      KeyConditionExpression: 'colour = :c',
      ExpressionAttributeValues: { ':c': { S: 'red' } },
      ExclusiveStartKey: { ...key, colour: { S: 'red' } },
      Select: 'ALL_PROJECTED_ATTRIBUTES',
    },
    {
      ...named,
      KeyConditions: {
        p: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'a' }] },
        s: { ComparisonOperator: 'GE', AttributeValueList: [{ N: '1' }] },
      },
      QueryFilter: { colour: { ComparisonOperator: 'CONTAINS', AttributeValueList: [{ S: 'r' }] } },
    },
  ],
  Scan: [
    {
      ...named,
      FilterExpression: 'colour = :c',
      ExpressionAttributeValues: { ':c': { S: 'red' } },
      Segment: 0,
      TotalSegments: 2,
      Limit: 3,
    },
    {
      ...named,
      IndexName: 'byGrade',
      Select: 'COUNT',
      ExclusiveStartKey: { ...key, grade: { N: '7' } },
    },
    { ...named, ScanFilter: { grade: { ComparisonOperator: 'NOT_NULL' } } },
  ],
};

const transactions: Inputs = {
  TransactGetItems: [
    {
      TransactItems: [
        { Get: { TableName: 'things', Key: key, ProjectionExpression: 'colour' } },
        { Get: { TableName: 'plain', Key: key } },
      ],
      ReturnConsumedCapacity: 'TOTAL',
    },
  ],
  TransactWriteItems: [
    {
      TransactItems: [
        { Put: { TableName: 'plain', Item: item, ConditionExpression: 'attribute_not_exists(p)' } },
        {
          Update: {
            TableName: 'things',
            Key: key,
            UpdateExpression: 'SET grade = grade + :n',
            ExpressionAttributeValues: { ':n': { N: '1' } },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        },
        { Delete: { TableName: 'things', Key: { ...key, s: { N: '2' } } } },
        {
          ConditionCheck: {
            TableName: 'things',
            Key: { ...key, s: { N: '3' } },
            ConditionExpression: 'attribute_exists(colour)',
          },
        },
      ],
      ClientRequestToken: 'a-token',
      ReturnItemCollectionMetrics: 'SIZE',
    },
  ],
};

const statements: Inputs = {
  ExecuteStatement: [
    {
      Statement:
        'SELECT "p", text.a[0] FROM "things"."byColour" WHERE colour = ? AND s >= 1 OR colour = \'x\'',
      Parameters: [{ S: 'red' }],
      Limit: 2,
    },
    {
      Statement: "INSERT INTO \"plain\" VALUE {'p': ?, 's': 5, 'set': <<1, 2>>}",
      Parameters: [{ S: 'b' }],
    },
    {
      Statement:
        "UPDATE things SET grade = grade + 1 REMOVE text WHERE p = 'a' AND s = 1 RETURNING ALL NEW *",
      ReturnConsumedCapacity: 'TOTAL',
    },
    { Statement: "DELETE FROM things WHERE p = 'a' AND s = ?", Parameters: [{ N: '3' }] },
  ],
  BatchExecuteStatement: [
    {
      Statements: [
        { Statement: 'SELECT * FROM things WHERE p = ? AND s = 1', Parameters: [{ S: 'a' }] },
        { Statement: "SELECT * FROM plain WHERE p = 'a' AND s = 1", ConsistentRead: true },
      ],
    },
  ],
  ExecuteTransaction: [
    {
      TransactStatements: [
        { Statement: "INSERT INTO plain VALUE {'p': 'c', 's': ?}", Parameters: [{ N: '1' }] },
        { Statement: "UPDATE things SET grade = 9 WHERE p = 'a' AND s = 1" },
      ],
      ClientRequestToken: 'another-token',
    },
  ],
};

const recovery = {
  TableName: 'things',
  PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 },
};

function timeToLive(table: string, enabled: boolean): Json {
  const TimeToLiveSpecification = { AttributeName: 'expires', Enabled: enabled };
  return { TableName: table, TimeToLiveSpecification };
}

function onTables(made: Names): Inputs {
  const { tableArn, backupArn, streamArn, shardId, sequenceNumber, iterator } = made;
  const throughput = { ReadCapacityUnits: 9, WriteCapacityUnits: 9 };
  return {
    CreateTable: [
      { ...things, TableName: 'others', SSESpecification: { Enabled: true } },
      {
        ...provisioned,
        TableName: 'more',
        TableClass: 'STANDARD_INFREQUENT_ACCESS',
        DeletionProtectionEnabled: true,
      },
    ],
    UpdateTable: [
      { TableName: 'plain', ProvisionedThroughput: throughput },
      {
        TableName: 'plain',
        AttributeDefinitions: [...definitions, colour],
        GlobalSecondaryIndexUpdates: [
          { Create: { ...byColour, ProvisionedThroughput: throughput } },
        ],
      },
      { TableName: 'things', GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'byColour' } }] },
      { TableName: 'things', StreamSpecification: { StreamEnabled: false } },
      {
        TableName: 'things',
        OnDemandThroughput: { MaxReadRequestUnits: 50, MaxWriteRequestUnits: 50 },
      },
    ],
    DescribeTable: [{ TableName: 'things' }],
    DeleteTable: [{ TableName: 'plain' }],
    ListTables: [{ ExclusiveStartTableName: 'aaa', Limit: 5 }],
    DescribeLimits: [{}],
    DescribeEndpoints: [{}],
    UpdateTimeToLive: [timeToLive('plain', true), timeToLive('things', false)],
    DescribeTimeToLive: [{ TableName: 'things' }],
    TagResource: [{ ResourceArn: tableArn, Tags: [{ Key: 'stage', Value: 'test' }] }],
    UntagResource: [{ ResourceArn: tableArn, TagKeys: ['team'] }],
    ListTagsOfResource: [{ ResourceArn: tableArn }],
    CreateBackup: [{ TableName: 'plain', BackupName: 'second' }],
    DescribeBackup: [{ BackupArn: backupArn }],
    DeleteBackup: [{ BackupArn: backupArn }],
    ListBackups: [{ TableName: 'plain', Limit: 3, BackupType: 'USER' }],
    RestoreTableFromBackup: [
      { TargetTableName: 'restored', BackupArn: backupArn, BillingModeOverride: 'PAY_PER_REQUEST' },
    ],
    UpdateContinuousBackups: [recovery],
    DescribeContinuousBackups: [{ TableName: 'things' }],
    RestoreTableToPointInTime: [
      {
        SourceTableName: 'things',
        TargetTableName: 'again',
        UseLatestRestorableTime: true,
        LocalSecondaryIndexOverride: [],
      },
    ],
    ListStreams: [{ TableName: 'things', Limit: 10 }],
    DescribeStream: [
      { StreamArn: streamArn, Limit: 10, ShardFilter: { Type: 'CHILD_SHARDS', ShardId: shardId } },
    ],
    GetShardIterator: [
      {
        StreamArn: streamArn,
        ShardId: shardId,
        ShardIteratorType: 'AT_SEQUENCE_NUMBER',
        SequenceNumber: sequenceNumber,
      },
      { StreamArn: streamArn, ShardId: shardId, ShardIteratorType: 'LATEST' },
    ],
    GetRecords: [{ ShardIterator: iterator, Limit: 10 }],
  };
}
