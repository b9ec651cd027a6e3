// What the records of a stream hold, for each view type, and which writes make one.

import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  PutItemCommand,
  type StreamViewType,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetRecordsCommand } from '@aws-sdk/client-dynamodb-streams';
import { expect, test } from 'vitest';
import { manualRuntime, startHeadwater } from '../../src/index.ts';
import { aTable, putItems } from './a-table.ts';
import { rawRequest } from './raw-request.ts';
import { recordsOf, shardIterator, shardsOf } from './read-stream.ts';

const TableName = 'things';
const Key = { p: { S: 'Fred' } };
const first = { ...Key, name: { S: 'Fred' } };
const second = { ...Key, name: { S: 'Frederick' }, n: { N: '42' } };

// Sizes by the rules of items: name bytes and value bytes of keys, new image and old image.
const sizes = { Key: 5, first: 13, second: 5 + 13 + 3 };

test.each<[StreamViewType, object[], number[]]>([
  ['KEYS_ONLY', [{}, {}, {}], [sizes.Key, sizes.Key, sizes.Key]],
  [
    'NEW_IMAGE',
    [{ NewImage: first }, { NewImage: second }, {}],
    [sizes.Key + sizes.first, sizes.Key + sizes.second, sizes.Key],
  ],
  [
    'OLD_IMAGE',
    [{}, { OldImage: first }, { OldImage: second }],
    [sizes.Key, sizes.Key + sizes.first, sizes.Key + sizes.second],
  ],
  [
    'NEW_AND_OLD_IMAGES',
    [{ NewImage: first }, { NewImage: second, OldImage: first }, { OldImage: second }],
    [sizes.Key + sizes.first, sizes.Key + sizes.first + sizes.second, sizes.Key + sizes.second],
  ],
])('records of %s', async (viewType, images, sizeBytes) => {
  const runtime = manualRuntime({ startAt: Date.UTC(2026, 4, 5, 6, 7, 8, 999) });
  await using headwater = await startHeadwater({ region: 'eu-west-3', runtime });
  const { dynamodb, streams } = headwater;
  const { streamArn } = await aTable(headwater, { viewType });
  await putItems(headwater, TableName, [first, second]);
  await dynamodb.send(new DeleteItemCommand({ TableName, Key }));

  const records = await recordsOf(streams, streamArn);
  expect(records).toEqual(
    ['INSERT', 'MODIFY', 'REMOVE'].map((eventName, index) => ({
      awsRegion: 'eu-west-3',
      dynamodb: {
        ApproximateCreationDateTime: new Date('2026-05-05T06:07:08Z'),
        Keys: Key,
        ...images[index],
        SequenceNumber: expect.stringMatching(/^\d{21,40}$/),
        SizeBytes: sizeBytes[index],
        StreamViewType: viewType,
      },
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventName,
      eventSource: 'aws:dynamodb',
      eventVersion: '1.1',
    })),
  );
  expect(new Set(records.map(({ eventID }) => eventID)).size).toBe(3);
  const numbers = records.map(({ dynamodb: about }) => BigInt(about?.SequenceNumber ?? 0));
  expect(numbers[0]! < numbers[1]! && numbers[1]! < numbers[2]!).toBe(true);
});

test('on the wire a record has these members and no others', async () => {
  await using headwater = await startHeadwater();
  const { streamArn } = await aTable(headwater, { viewType: 'NEW_AND_OLD_IMAGES', sort: 'B' });
  const item = { ...Key, s: { B: Buffer.from('foobar') } };
  await putItems(headwater, TableName, [item]);
  const [{ ShardId: shard = '' } = {}] = await shardsOf(headwater.streams, streamArn);
  const ShardIterator = await shardIterator(headwater.streams, streamArn, {
    shard,
    type: 'TRIM_HORIZON',
  });
  const { body } = await rawRequest(headwater.endpoint, 'GetRecords', {
    body: JSON.stringify({ ShardIterator }),
    headers: { 'X-Amz-Target': 'DynamoDBStreams_20120810.GetRecords' },
  });
  const wire = { p: { S: 'Fred' }, s: { B: 'Zm9vYmFy' } };
  expect(JSON.parse(body.toString())).toEqual({
    Records: [
      {
        awsRegion: 'us-east-1',
        dynamodb: {
          ApproximateCreationDateTime: expect.toSatisfy(Number.isInteger),
          Keys: wire,
          NewImage: wire,
          SequenceNumber: expect.any(String),
          SizeBytes: 24,
          StreamViewType: 'NEW_AND_OLD_IMAGES',
        },
        eventID: expect.any(String),
        eventName: 'INSERT',
        eventSource: 'aws:dynamodb',
        eventVersion: '1.1',
      },
    ],
    NextShardIterator: expect.any(String),
  });
});

const stored = { ...Key, n: { N: '1' }, set: { SS: ['a', 'b'] }, m: { M: { x: Key.p, y: Key.p } } };
const never = { ConditionExpression: 'attribute_exists(nothing)' };
const absent = { p: { S: 'absent' } };
const update = (input: Partial<ConstructorParameters<typeof UpdateItemCommand>[0]>) =>
  new UpdateItemCommand({ TableName, Key, ...input });
const adding = (by: string) =>
  update({
    UpdateExpression: 'ADD n :n',
    ExpressionAttributeValues: { ':n': { N: by } },
  });

test.each([
  ['PutItem of the same item', new PutItemCommand({ TableName, Item: stored })],
  [
    'PutItem of an equal item',
    new PutItemCommand({
      TableName,
      Item: {
        m: { M: { y: Key.p, x: Key.p } },
        set: { SS: ['b', 'a'] },
        n: { N: '1.0' },
        ...Key,
      },
    }),
  ],
  ['ADD of 0', adding('0')],
  ['SET to itself', update({ UpdateExpression: 'SET n = n' })],
  ['UpdateItem without an expression', update({})],
  ['REMOVE of a missing attribute', update({ UpdateExpression: 'REMOVE nothing' })],
  ['REMOVE on a missing item', update({ Key: absent, UpdateExpression: 'REMOVE n' })],
  ['DeleteItem of a missing item', new DeleteItemCommand({ TableName, Key: absent })],
  ['a refused PutItem', new PutItemCommand({ TableName, Item: Key, ...never })],
  ['a refused DeleteItem', new DeleteItemCommand({ TableName, Key, ...never })],
  [
    'a batch of all that',
    new BatchWriteItemCommand({
      RequestItems: {
        things: [{ PutRequest: { Item: stored } }, { DeleteRequest: { Key: absent } }],
      },
    }),
  ],
])('%s makes no record', async (_, command) => {
  await using headwater = await startHeadwater();
  const { streamArn } = await aTable(headwater, { viewType: 'NEW_AND_OLD_IMAGES' });
  await putItems(headwater, TableName, [stored]);
  await headwater.dynamodb.send(command as PutItemCommand).catch((error: unknown) => {
    expect(error).toMatchObject({ name: 'ConditionalCheckFailedException' });
  });
  await headwater.dynamodb.send(adding('1'));
  expect(await recordsOf(headwater.streams, streamArn)).toMatchObject([
    { eventName: 'INSERT', dynamodb: { NewImage: stored } },
    { eventName: 'MODIFY', dynamodb: { OldImage: { n: { N: '1' } }, NewImage: { n: { N: '2' } } } },
  ]);
});

test('each write that has an effect makes one record of its kind', async () => {
  await using headwater = await startHeadwater();
  const { dynamodb, streams } = headwater;
  const { streamArn } = await aTable(headwater, { viewType: 'NEW_AND_OLD_IMAGES' });
  const write = (put: object[], remove: object[] = []) =>
    dynamodb.send(
      new BatchWriteItemCommand({
        RequestItems: {
          things: [
            ...put.map((Item) => ({ PutRequest: { Item: Item as typeof Key } })),
            ...remove.map((key) => ({ DeleteRequest: { Key: key as typeof Key } })),
          ],
        },
      }),
    );
  await dynamodb.send(update({}));
  await write([{ ...Key, n: { N: '1' } }, absent]);
  await dynamodb.send(adding('1'));
  await write([], [Key, absent]);

  const ofKey = async (key: string) =>
    (await recordsOf(streams, streamArn))
      .filter(({ dynamodb: about }) => about?.Keys?.['p']?.S === key)
      .map(({ eventName, dynamodb: about }) => [
        eventName,
        about?.OldImage?.['n']?.N,
        about?.NewImage?.['n']?.N,
      ]);
  expect(await ofKey('Fred')).toEqual([
    ['INSERT', undefined, undefined],
    ['MODIFY', undefined, '1'],
    ['MODIFY', '1', '2'],
    ['REMOVE', '2', undefined],
  ]);
  expect(await ofKey('absent')).toEqual([
    ['INSERT', undefined, undefined],
    ['REMOVE', undefined, undefined],
  ]);
});

test('a page of records ends at its limit, and at 1 MB', async () => {
  await using headwater = await startHeadwater();
  const { streams } = headwater;
  const { streamArn } = await aTable(headwater, { viewType: 'NEW_IMAGE' });
  const filler = { S: 'x'.repeat(200_000) };
  const names = Array.from({ length: 12 }, (_, index) => `item ${index}`);
  await putItems(
    headwater,
    TableName,
    names.map((name) => ({ p: { S: name }, filler })),
  );
  const [{ ShardId: shard = '' } = {}] = await shardsOf(streams, streamArn);
  const iterator = await shardIterator(streams, streamArn, { shard, type: 'TRIM_HORIZON' });
  const limited = await streams.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: 2 }));
  expect(limited.Records).toHaveLength(2);

  const unlimited = await streams.send(new GetRecordsCommand({ ShardIterator: iterator }));
  expect(unlimited.Records?.length).toBeGreaterThan(3);
  expect(unlimited.Records?.length).toBeLessThan(7);
  const all = await recordsOf(streams, streamArn);
  expect(all.map(({ dynamodb: about }) => about?.Keys?.['p']?.S)).toEqual(names);
});
