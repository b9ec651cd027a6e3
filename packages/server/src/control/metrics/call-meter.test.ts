import { expect, test } from 'vitest';
import { CallMeters } from './call-meter.ts';

function collected(meters: CallMeters) {
  const [requests, durations] = meters.collect();
  return {
    requests: requests?.type === 'counter' ? requests.samples : undefined,
    durations: durations?.type === 'histogram' ? durations.distributions : undefined,
  };
}

test('an operation that nobody called has nothing to tell', () => {
  const meters = new CallMeters();
  meters.meterOf('DynamoDB', 'GetItem');
  expect(collected(meters)).toEqual({ requests: [], durations: [] });
});

test('calls are counted by operation, status and error', () => {
  const meters = new CallMeters();
  const get = meters.meterOf('DynamoDB', 'GetItem');
  const put = meters.meterOf('DynamoDB', 'PutItem');
  get.succeeded(1);
  get.succeeded(1);
  put.failed(1, { status: 400, error: 'ValidationException' });
  put.failed(1, { status: 400, error: 'ConditionalCheckFailedException' });
  put.failed(1, { status: 400, error: 'ValidationException' });
  meters.unknown.refused({ status: 413, error: '' });
  const labels = { service: 'DynamoDB', operation: 'PutItem', status: '400' };
  expect(collected(meters).requests).toEqual([
    { labels: { service: '', operation: '', status: '413', error: '' }, value: 1 },
    { labels: { ...labels, operation: 'GetItem', status: '200', error: '' }, value: 2 },
    { labels: { ...labels, error: 'ValidationException' }, value: 2 },
    { labels: { ...labels, error: 'ConditionalCheckFailedException' }, value: 1 },
  ]);
});

test('a duration falls into the first bucket that reaches up to it', () => {
  const meters = new CallMeters();
  const get = meters.meterOf('DynamoDB', 'GetItem');
  const durations = [0, 0.25, 0.26, 1, 1.5, 10_000, 10_001, 1e9];
  for (const ms of durations) get.succeeded(ms);
  const [distribution] = collected(meters).durations ?? [];
  const { bounds = [], counts = [], sum } = distribution ?? {};
  expect(counts).toHaveLength(bounds.length + 1);
  const expected = [...bounds, Infinity].map(
    (bound, index) =>
      durations.filter((ms) => ms / 1000 <= bound && ms / 1000 > (bounds[index - 1] ?? -1)).length,
  );
  expect(counts).toEqual(expected);
  expect(expected.reduce((total, count) => total + count)).toBe(durations.length);
  expect(sum).toBeCloseTo(durations.reduce((total, ms) => total + ms) / 1000);
});

test('what was refused before it ran took no time', () => {
  const meters = new CallMeters();
  meters.unknown.refused({ status: 503, error: 'Overloaded' });
  expect(collected(meters).durations).toEqual([]);
});
