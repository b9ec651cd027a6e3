// Faults that a test turns on, as the SDK meets them.

import {
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient, GetRecordsCommand } from '@aws-sdk/client-dynamodb-streams';
import { expect, onTestFinished, test } from 'vitest';
import {
  type FaultRequest,
  type Headwater,
  manualRuntime,
  startHeadwater,
} from '../../src/index.ts';
import { aTable } from './a-table.ts';
import { recordsOf, shardIterator, shardsOf } from './read-stream.ts';

/** Clients that take every answer as it is. */
function withoutRetries({ clientConfig }: Headwater) {
  const config = { ...clientConfig, maxAttempts: 1 };
  const dynamodb = new DynamoDBClient(config);
  const streams = new DynamoDBStreamsClient(config);
  onTestFinished(() => {
    dynamodb.destroy();
    streams.destroy();
  });
  return { dynamodb, streams };
}

const Key = { p: { S: 'one' } };
const TableName = 'things';
const put = () => new PutItemCommand({ TableName, Item: Key });
const get = () => new GetItemCommand({ TableName, Key });

/** `undefined` of a call that succeeded. */
async function errorOf(answer: Promise<unknown>): Promise<string | undefined> {
  try {
    await answer;
    return undefined;
  } catch (error) {
    return (error as Error).name;
  }
}

test.each<[FaultRequest['fault'], string]>([
  ['throttle', 'PutItem'],
  ['internal', 'PutItem'],
  ['reset', 'PutItem'],
])('the SDK tries again after %s, and succeeds', async (fault, operation) => {
  await using headwater = await startHeadwater();
  await aTable(headwater);
  const added = headwater.faults.add({ fault, operation, times: 2 });
  const { $metadata } = await headwater.dynamodb.send(put());
  expect($metadata.attempts).toBe(3);
  expect(added.hits).toBe(2);
  expect(headwater.faults.list()).toEqual([]);
});

test('a fault hits exactly so many calls', async () => {
  await using headwater = await startHeadwater();
  await aTable(headwater);
  const { dynamodb } = withoutRetries(headwater);
  headwater.faults.add({ fault: 'throttle', operation: 'PutItem', times: 3 });
  // At once, so that the calls are under way together.
  const errors = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      errorOf(dynamodb.send(new PutItemCommand({ TableName, Item: { p: { S: String(index) } } }))),
    ),
  );
  expect(errors.filter((name) => name === 'ProvisionedThroughputExceededException')).toHaveLength(
    3,
  );
  expect(errors.filter((name) => name === undefined)).toHaveLength(7);
});

test('a fault ends with its time on the clock of the server', async () => {
  const runtime = manualRuntime();
  await using headwater = await startHeadwater({ runtime });
  await aTable(headwater);
  const { dynamodb } = withoutRetries(headwater);
  headwater.faults.add({ fault: 'internal', operation: 'GetItem', for: '10m' });
  await runtime.clock.advance(599_999);
  expect(await errorOf(dynamodb.send(get()))).toBe('InternalServerError');
  await runtime.clock.advance(1);
  expect(await errorOf(dynamodb.send(get()))).toBeUndefined();
});

test('after a late reset the write is there, although its client got an error', async () => {
  await using headwater = await startHeadwater();
  const { streamArn } = await aTable(headwater, { viewType: 'KEYS_ONLY' });
  const { dynamodb } = withoutRetries(headwater);
  const fault = headwater.faults.add({ fault: 'reset-after', operation: 'PutItem' });
  await expect(dynamodb.send(put())).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(fault.remove()).toBe(true);
  expect((await dynamodb.send(get())).Item).toEqual(Key);
  expect(await recordsOf(headwater.streams, streamArn)).toHaveLength(1);
});

test('an SDK that tries again after a late reset meets its own write', async () => {
  await using headwater = await startHeadwater();
  await aTable(headwater);
  headwater.faults.add({ fault: 'reset-after', operation: 'PutItem', times: 1 });
  const once = new PutItemCommand({
    TableName,
    Item: Key,
    ConditionExpression: 'attribute_not_exists(p)',
  });
  await expect(headwater.dynamodb.send(once)).rejects.toMatchObject({
    name: 'ConditionalCheckFailedException',
    $metadata: { attempts: 2 },
  });
});

test('a latency waits for the clock', async () => {
  const runtime = manualRuntime();
  await using headwater = await startHeadwater({ runtime });
  await aTable(headwater);
  const fault = headwater.faults.add({ fault: 'latency', operation: 'PutItem', latency: '1s' });
  headwater.faults.add({ fault: 'latency', table: TableName, latency: 500, times: 1 });
  let answered = false;
  const answer = headwater.dynamodb.send(put()).finally(() => {
    answered = true;
  });
  while (fault.hits === 0) await fetch(`${headwater.endpoint}/_headwater/health`);
  await runtime.clock.advance(1499);
  expect((await headwater.dynamodb.send(get())).Item).toBeUndefined();
  expect(answered).toBe(false);
  await runtime.clock.advance(1);
  await answer;
});

test('a server that stops does not wait for a latency', async () => {
  const runtime = manualRuntime();
  const headwater = await startHeadwater({ runtime });
  await aTable(headwater);
  const { dynamodb } = withoutRetries(headwater);
  const fault = headwater.faults.add({ fault: 'latency', operation: 'PutItem', latency: '24h' });
  const answer = dynamodb.send(put());
  while (fault.hits === 0) await fetch(`${headwater.endpoint}/_headwater/health`);
  const stopped = headwater.close();
  expect((await answer).$metadata.httpStatusCode).toBe(200);
  await stopped;
});

test('a share of the calls fails, the same ones with the same seed', async () => {
  const failures = async (seed: string): Promise<number[]> => {
    await using headwater = await startHeadwater({ runtime: manualRuntime({ seed }) });
    await aTable(headwater);
    const { dynamodb } = withoutRetries(headwater);
    headwater.faults.add({ fault: 'throttle', operation: 'GetItem', share: 0.5 });
    const failed: number[] = [];
    for (let call = 0; call < 30; call += 1) {
      if ((await errorOf(dynamodb.send(get()))) !== undefined) failed.push(call);
    }
    return failed;
  };
  const first = await failures('one');
  expect(await failures('one')).toEqual(first);
  expect(await failures('two')).not.toEqual(first);
  expect(first.length).toBeGreaterThan(0);
  expect(first.length).toBeLessThan(30);
});

test('a fault of a table hits what reads its stream, and no other table', async () => {
  await using headwater = await startHeadwater();
  const { dynamodb, streams } = withoutRetries(headwater);
  const iteratorOf = async (name: string): Promise<string> => {
    const { streamArn } = await aTable(headwater, { name, viewType: 'KEYS_ONLY' });
    const [{ ShardId: shard = '' } = {}] = await shardsOf(streams, streamArn);
    return shardIterator(streams, streamArn, { shard, type: 'TRIM_HORIZON' });
  };
  const things = await iteratorOf(TableName);
  const others = await iteratorOf('others');
  headwater.faults.add({ fault: 'limit', operation: 'GetRecords', table: TableName });
  headwater.faults.add({ fault: 'throttle', table: TableName });
  const reading = (ShardIterator: string) =>
    errorOf(streams.send(new GetRecordsCommand({ ShardIterator })));
  const writing = (...tables: string[]) =>
    errorOf(
      dynamodb.send(
        new TransactWriteItemsCommand({
          TransactItems: tables.map((name) => ({ Put: { TableName: name, Item: Key } })),
        }),
      ),
    );
  expect(await reading(things)).toBe('LimitExceededException');
  expect(await reading(others)).toBeUndefined();
  expect(await writing('others')).toBeUndefined();
  expect(await writing('others', TableName)).toBe('ProvisionedThroughputExceededException');
  expect(await errorOf(dynamodb.send(new DescribeTableCommand({ TableName })))).toBe(
    'ThrottlingException',
  );
});

test('faults are turned on and off over the wire', async () => {
  const runtime = manualRuntime();
  await using headwater = await startHeadwater({ runtime });
  await aTable(headwater);
  const { dynamodb } = withoutRetries(headwater);
  const url = `${headwater.endpoint}/_headwater/faults`;
  const told = async (init?: RequestInit) => {
    const answer = await fetch(url, init);
    return { status: answer.status, json: await answer.json() };
  };
  const tell = (body: object) =>
    told({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  const rule = { fault: 'throttle', operation: 'PutItem', times: 2, for: '1h' };
  const shown = {
    ...rule,
    id: 'fault-1',
    operation: ['PutItem'],
    share: 1,
    for: undefined,
    until: '2026-01-01T01:00:00.000Z',
    hits: 0,
  };
  expect(await tell({ action: 'add', ...rule })).toEqual({ status: 200, json: { fault: shown } });
  expect(await errorOf(dynamodb.send(put()))).toBe('ProvisionedThroughputExceededException');
  const left = { ...shown, times: 1, hits: 1 };
  expect(await told()).toEqual({ status: 200, json: { faults: [left] } });
  expect(await tell({ action: 'remove', id: 'fault-1' })).toEqual({
    status: 200,
    json: { removed: 1 },
  });
  expect(await errorOf(dynamodb.send(put()))).toBeUndefined();
  await tell({ action: 'add', fault: 'reset', operation: 'PutItem' });
  expect(await tell({ action: 'clear' })).toEqual({ status: 200, json: { removed: 1 } });
  expect(await told()).toEqual({ status: 200, json: { faults: [] } });

  const refusals: [object, number, RegExp][] = [
    [{}, 400, /^action takes add, remove or clear; it is missing/],
    [{ action: 'stop' }, 400, /^action takes add, remove or clear; it is "stop"/],
    [{ action: 'add', fault: 'limit', operation: 'PutItem' }, 400, /^operation: PutItem never/],
    [{ action: 'add', fault: 'reset', tables: 'x' }, 400, /^A fault has no tables/],
    [{ action: 'remove' }, 400, /^id is missing/],
    [{ action: 'remove', id: 'fault-1' }, 404, /^No fault fault-1 is in force/],
    [{ action: 'remove', id: 'fault-1', all: true }, 400, /^A request to remove has no all/],
    [{ action: 'clear', id: 'fault-1' }, 400, /^A request to clear has no id/],
  ];
  for (const [body, status, error] of refusals) {
    expect(await tell(body)).toEqual({
      status,
      json: { error: expect.stringMatching(error) as string },
    });
  }
});

test('a fault that makes no sense is refused in the own process too', async () => {
  await using headwater = await startHeadwater();
  expect(() => headwater.faults.add({ fault: 'latency' })).toThrow(/^latency takes a duration/);
  expect(headwater.faults.clear()).toBe(0);
});
