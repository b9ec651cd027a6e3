// Time to live: items go when their time has come, and the stream says who removed them.

import {
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { type Headwater, manualRuntime, startHeadwater } from '../../src/index.ts';
import { aTable, putItems } from './a-table.ts';
import { recordsOf } from './read-stream.ts';

const TableName = 'things';
const until = { AttributeName: 'until', Enabled: true };

function setTimeToLive(
  { dynamodb }: Headwater,
  TimeToLiveSpecification: { AttributeName: string; Enabled: boolean },
) {
  return dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
}

async function timeToLive({ dynamodb }: Headwater) {
  const answer = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
  return answer.TimeToLiveDescription;
}

async function names(dynamodb: DynamoDBClient): Promise<string[]> {
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName }));
  return Items.map((item) => item['p']?.S ?? '').toSorted();
}

test('items go when they are due, in order, removed by DynamoDB', async () => {
  const runtime = manualRuntime();
  await using headwater = await startHeadwater({ runtime });
  const { dynamodb, streams } = headwater;
  const { streamArn } = await aTable(headwater, { viewType: 'NEW_AND_OLD_IMAGES' });
  expect((await setTimeToLive(headwater, until)).TimeToLiveSpecification).toEqual(until);
  const now = runtime.clock.now() / 1000;
  await putItems(headwater, TableName, [
    { p: { S: 'late' }, until: { N: String(now + 7200) } },
    { p: { S: 'soon' }, until: { N: `${now + 60}.5` } },
    { p: { S: 'text' }, until: { S: String(now + 60) } },
    { p: { S: 'ancient' }, until: { N: String(now - 6 * 365 * 24 * 3600) } },
  ]);
  await runtime.clock.advance(60_499);
  expect(await names(dynamodb)).toEqual(['ancient', 'late', 'soon', 'text']);
  await runtime.clock.advance(1);
  expect(await names(dynamodb)).toEqual(['ancient', 'late', 'text']);
  await runtime.clock.advance('23h');
  expect(await names(dynamodb)).toEqual(['ancient', 'text']);
  const removed = (await recordsOf(streams, streamArn)).slice(4);
  expect(removed).toMatchObject([
    {
      eventName: 'REMOVE',
      userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' },
      dynamodb: {
        ApproximateCreationDateTime: new Date(Math.floor(now + 60.5) * 1000),
        Keys: { p: { S: 'soon' } },
        OldImage: { p: { S: 'soon' }, until: { N: `${now + 60}.5` } },
      },
    },
    { eventName: 'REMOVE', dynamodb: { Keys: { p: { S: 'late' } } } },
  ]);
  expect(removed).toHaveLength(2);
});

test('an item whose time was moved stays, and callers remove as themselves', async () => {
  const runtime = manualRuntime();
  await using headwater = await startHeadwater({ runtime });
  const { dynamodb, streams } = headwater;
  const { streamArn } = await aTable(headwater, { viewType: 'KEYS_ONLY' });
  await setTimeToLive(headwater, until);
  const due = runtime.clock.now() / 1000 + 10;
  for (const p of ['moved', 'due']) {
    await dynamodb.send(
      new PutItemCommand({ TableName, Item: { p: { S: p }, until: { N: String(due) } } }),
    );
  }
  await dynamodb.send(
    new UpdateItemCommand({
      TableName,
      Key: { p: { S: 'moved' } },
      UpdateExpression: 'SET #u = #u + :hour',
      ExpressionAttributeNames: { '#u': 'until' },
      ExpressionAttributeValues: { ':hour': { N: '3600' } },
    }),
  );
  await runtime.clock.advance('10s');
  expect(await names(dynamodb)).toEqual(['moved']);
  const authors = (await recordsOf(streams, streamArn)).map((one) => one.userIdentity?.Type);
  expect(authors).toEqual([undefined, undefined, undefined, 'Service']);
});

test('enabling counts for the items that are there; disabling ends it', async () => {
  const runtime = manualRuntime();
  await using headwater = await startHeadwater({ runtime });
  const { dynamodb } = headwater;
  await aTable(headwater);
  const now = runtime.clock.now() / 1000;
  await putItems(headwater, TableName, [
    { p: { S: 'due' }, until: { N: String(now - 1) } },
    { p: { S: 'later' }, until: { N: String(now + 10) } },
  ]);
  expect(await timeToLive(headwater)).toEqual({ TimeToLiveStatus: 'DISABLED' });
  await setTimeToLive(headwater, until);
  expect(await timeToLive(headwater)).toEqual({
    TimeToLiveStatus: 'ENABLED',
    AttributeName: 'until',
  });
  // No time passes, but what is under way is waited for.
  await runtime.clock.advance(0);
  expect(await names(dynamodb)).toEqual(['later']);
  await setTimeToLive(headwater, { ...until, Enabled: false });
  expect(await timeToLive(headwater)).toEqual({ TimeToLiveStatus: 'DISABLED' });
  await runtime.clock.advance(3_600_000);
  expect(await names(dynamodb)).toEqual(['later']);
});

test('what cannot be changed is refused in the words of AWS', async () => {
  await using headwater = await startHeadwater();
  await expect(setTimeToLive(headwater, until)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Requested resource not found: Table: things not found',
  });
  await aTable(headwater);
  await expect(setTimeToLive(headwater, { ...until, Enabled: false })).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'TimeToLive is already disabled',
  });
  await setTimeToLive(headwater, until);
  await expect(setTimeToLive(headwater, until)).rejects.toThrow('TimeToLive is already enabled');
  await expect(setTimeToLive(headwater, { ...until, AttributeName: 'other' })).rejects.toThrow(
    'TimeToLive is active on a different AttributeName: current AttributeName is until',
  );
  await expect(
    setTimeToLive(headwater, { ...until, AttributeName: 'a'.repeat(256) }),
  ).rejects.toThrow(
    "at 'timeToLiveSpecification.attributeName' failed to satisfy constraint: Member must have length less than or equal to 255",
  );
});

test('statuses take their time when they are asked to', async () => {
  const runtime = manualRuntime();
  await using headwater = await startHeadwater({ runtime, transitionMs: 1000 });
  await aTable(headwater);
  await runtime.clock.advance(1000);
  await setTimeToLive(headwater, until);
  expect((await timeToLive(headwater))?.TimeToLiveStatus).toBe('ENABLING');
  await runtime.clock.advance(1000);
  expect((await timeToLive(headwater))?.TimeToLiveStatus).toBe('ENABLED');
  await expect(setTimeToLive(headwater, { ...until, Enabled: false })).rejects.toThrow(
    'Time to live has been modified multiple times within a fixed interval',
  );
});
