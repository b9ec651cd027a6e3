// What a client and the log see of a call that something comes between.

import { describe, expect, test } from 'vitest';
import type { CheckedCall, Interference } from './call-interceptor.ts';
import { RawConnection, rawCall } from './testing/raw-connection.ts';
import { callHeaders, startTestApi, TYPE } from './testing/test-api.ts';

const table = { TableName: 'things' };
const arn = 'arn:aws:dynamodb:eu-west-1:000000000000:table/things/stream/2026-01-01T00:00:00.000';

/** An API that does this to every call, and what it was told of them. */
function startIntercepted(
  interference: Interference | undefined,
  describeTable: () => Promise<never> = () => Promise.reject(new Error('The operation was run.')),
) {
  const calls: (Omit<CheckedCall, 'tables'> & { readonly tables: readonly string[] })[] = [];
  const interceptor = {
    active: true,
    async intercept({ tables, ...call }: CheckedCall) {
      calls.push({ ...call, tables: tables() });
      return interference;
    },
  };
  const database = { describeTable };
  return { calls, started: startTestApi({ database, options: { interceptor } }) };
}

describe('errors', () => {
  const throttled = 'com.amazon.coral.availability#ThrottlingException';
  const throughput = 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException';
  const limit = 'com.amazonaws.dynamodb.v20120810#LimitExceededException';
  const internal = 'com.amazonaws.dynamodb.v20120810#InternalServerError';
  const capacityText =
    'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.';

  test.each<[string, object, Interference, number, string, string]>([
    ['DescribeTable', table, { fault: 'throttle' }, 400, throttled, 'Rate exceeded'],
    ['Scan', table, { fault: 'throttle' }, 400, throughput, capacityText],
    ['Scan', table, { fault: 'throttle', message: 'Later' }, 400, throughput, 'Later'],
    [
      'DeleteTable',
      table,
      { fault: 'limit' },
      400,
      limit,
      'Subscriber limit exceeded: Only 500 tables can be created, updated, or deleted simultaneously',
    ],
    ['DeleteTable', table, { fault: 'limit', message: 'No' }, 400, limit, 'No'],
    [
      'Scan',
      table,
      { fault: 'internal' },
      500,
      internal,
      'The request could not be processed: internal server error',
    ],
    ['Scan', table, { fault: 'internal', message: 'Oops' }, 500, internal, 'Oops'],
    [
      'DynamoDBStreams_20120810.GetRecords',
      { ShardIterator: `${arn}|1|AAAA` },
      { fault: 'limit' },
      400,
      limit,
      'Rate exceeded',
    ],
  ])('%s %o %o', async (operation, input, interference, status, type, message) => {
    const { calls, started } = startIntercepted(interference);
    await using api = await started;
    const answer = await api.call(operation, input);
    expect(answer).toEqual({ status, json: { [TYPE]: type, message } });
    expect(calls).toEqual([
      {
        operation: operation.replace(/.*\./, ''),
        scope: { account: '000000000000', region: 'eu-west-1' },
        tables: ['things'],
      },
    ]);
    expect(api.log).toEqual([]);
  });
});

test('what is no valid request is refused before', async () => {
  const { calls, started } = startIntercepted({ fault: 'internal' });
  await using api = await started;
  expect((await api.call('DescribeTable', {})).status).toBe(400);
  expect(calls).toEqual([]);
});

test('a reset cuts the connection without running the operation, and is no failure', async () => {
  const { started } = startIntercepted({ fault: 'reset' });
  await using api = await started;
  await using connection = await RawConnection.open(api.port);
  const end = new Promise((resolve) => {
    connection.socket.once('error', resolve);
    connection.socket.once('end', () => resolve('an orderly end'));
  });
  connection.write(rawCall(callHeaders('DescribeTable'), JSON.stringify(table)));
  expect(await end).toMatchObject({ code: 'ECONNRESET' });
  expect(api.log).toEqual([]);
});

test('a later reset loses the answer of the operation, but not what the log says of it', async () => {
  const { started } = startIntercepted({ fault: 'reset-after' }, () =>
    Promise.reject(new TypeError('bug')),
  );
  await using api = await started;
  await expect(api.call('DescribeTable', table)).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(api.log).toMatchObject([
    { level: 'error', fields: { operation: 'DescribeTable', error: { message: 'bug' } } },
  ]);
});

test('without an interference the operation runs', async () => {
  const { started } = startIntercepted(undefined);
  await using api = await started;
  expect((await api.call('DescribeTable', table)).status).toBe(500);
  expect(api.log).toMatchObject([{ fields: { error: { message: 'The operation was run.' } } }]);
});
