// What the wire counts, over real sockets.

import { expect, test } from 'vitest';
import type { Metric } from '../control/metrics/metric.ts';
import { MetricRegistry } from '../control/metrics/metric-registry.ts';
import { Refused } from '../write/refusal.ts';
import { callHeaders, startTestApi } from './testing/test-api.ts';

const nothing = { names: [], more: false };

/** By name: the values of a metric's samples under their labels, or how many values its buckets hold. */
async function collected(metrics: MetricRegistry): Promise<Record<string, Record<string, number>>> {
  const entries = (await metrics.collect()).map((metric) => [metric.name, valuesOf(metric)]);
  return Object.fromEntries(entries);
}

function valuesOf(metric: Metric): Record<string, number> {
  const values =
    metric.type === 'histogram'
      ? metric.distributions.map(({ labels, counts }) => ({
          labels,
          value: counts.reduce((sum, count) => sum + count),
        }))
      : metric.samples;
  return Object.fromEntries(
    values.map(({ labels = {}, value }) => [Object.values(labels).join(' '), value]),
  );
}

test('calls are counted under their operation and how they ended', async () => {
  const metrics = new MetricRegistry();
  await using api = await startTestApi({
    database: {
      listTables: async () => nothing,
      describeTable: () => Promise.reject(new Refused({ kind: 'table-not-found', table: 'abc' })),
      deleteTable: () => Promise.reject(new TypeError('a bug')),
    },
    options: { metrics },
  });
  await api.call('ListTables', {});
  await api.call('ListTables', {});
  await api.call('ListTables', { Limit: 0 });
  await api.call('DescribeTable', { TableName: 'abc' });
  await api.call('DeleteTable', { TableName: 'abc' });
  await api.call('DynamoDBStreams_20120810.GetRecords', {});
  await api.call('NoSuchOperation', {});
  await api.send({ headers: callHeaders('ListTables'), body: '{' });
  const headers = { ...callHeaders('ListTables'), 'content-length': String(17 * 1024 * 1024) };
  expect((await api.send({ headers, method: 'POST' })).status).toBe(413);
  // Ours are none of AWS's.
  await api.send({ method: 'GET', path: '/_headwater/health' });

  const counted = await collected(metrics);
  expect(counted['headwater_requests_total']).toEqual({
    'DynamoDB ListTables 200 ': 2,
    'DynamoDB ListTables 400 ValidationException': 1,
    'DynamoDB DescribeTable 400 ResourceNotFoundException': 1,
    'DynamoDB DeleteTable 500 InternalServerError': 1,
    'DynamoDBStreams GetRecords 400 ValidationException': 1,
    '  400 UnknownOperationException': 1,
    '  400 SerializationException': 1,
    '  413 BodyTooLarge': 1,
  });
  expect(counted['headwater_request_duration_seconds']).toEqual({
    'DynamoDB ListTables': 3,
    'DynamoDB DescribeTable': 1,
    'DynamoDB DeleteTable': 1,
    'DynamoDBStreams GetRecords': 1,
    ' ': 2,
  });
});

test('requests in flight and their bodies are there until they are answered', async () => {
  const metrics = new MetricRegistry();
  const called = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<typeof nothing>();
  const listTables = () => {
    called.resolve();
    return answer.promise;
  };
  await using api = await startTestApi({ database: { listTables }, options: { metrics } });
  const gauges = async () => {
    const all = await collected(metrics);
    const names = ['headwater_requests_in_flight', 'headwater_request_body_bytes'];
    return names.map((name) => all[name]?.['']);
  };
  expect(await gauges()).toEqual([0, 0]);
  const call = api.send({ headers: callHeaders('ListTables'), body: '{"Limit":1}' });
  await called.promise;
  expect(await gauges()).toEqual([1, 11]);
  answer.resolve(nothing);
  await call;
  // The next request is answered after the first one was let go.
  await api.send({ method: 'GET' });
  expect(await gauges()).toEqual([0, 0]);
});
