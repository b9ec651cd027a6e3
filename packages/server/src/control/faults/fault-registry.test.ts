import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CheckedCall } from '../../api/call-interceptor.ts';
import { faultsOfOperation } from '../../api/faults-of-operation.ts';
import { manualRuntime } from '../../base/manual-runtime.ts';
import type { FaultRequest } from './fault.ts';
import { FaultRegistry } from './fault-registry.ts';

const scope = { account: '000000000000', region: 'eu-west-1' };

function call(operation: string, ...tables: string[]): CheckedCall {
  return { operation, scope, tables: () => tables };
}

function open(requests: readonly FaultRequest[] = [], seed = 'seed') {
  const runtime = manualRuntime({ seed });
  const registry = new FaultRegistry(runtime, faultsOfOperation);
  for (const request of requests) registry.add(request);
  return { registry, clock: runtime.clock };
}

describe('which calls a fault hits', () => {
  const put = call('PutItem', 'orders');
  test.each<[string, Omit<FaultRequest, 'fault'>, CheckedCall, boolean]>([
    ['any', {}, put, true],
    ['its operation', { operation: 'PutItem' }, put, true],
    ['one of its operations', { operation: ['GetItem', 'PutItem'] }, put, true],
    ['another operation', { operation: 'GetItem' }, put, false],
    ['its table', { table: 'orders' }, put, true],
    ['its table among others', { table: 'orders' }, call('BatchGetItem', 'a', 'orders'), true],
    ['another table', { table: 'order' }, put, false],
    ['no table', { table: 'orders' }, call('ListTables'), false],
    ['its region', { region: 'eu-west-1' }, put, true],
    ['another region', { region: 'eu-west-2' }, put, false],
    ['its account', { account: '000000000000' }, put, true],
    ['another account', { account: '111111111111' }, put, false],
    ['all that it asks for', { operation: 'PutItem', table: 'a' }, put, false],
    ['no share', { share: 0 }, put, false],
  ])('%s', (_, narrowed, which, isHit) => {
    const { registry } = open([{ fault: 'internal', ...narrowed }]);
    const decision = registry.decide(which);
    expect(decision.interference).toEqual(isHit ? { fault: 'internal' } : undefined);
    expect(registry.list()[0]?.hits).toBe(isHit ? 1 : 0);
  });

  test('without an operation, those that know the error', () => {
    const { registry } = open([{ fault: 'limit', times: 1 }]);
    expect(registry.decide(put)).toEqual({ latencyMs: 0 });
    expect(registry.decide(call('CreateTable', 'orders')).interference).toEqual({ fault: 'limit' });
  });
});

test('latencies add up, and of the others the first one counts', () => {
  const { registry } = open([
    { fault: 'latency', latency: 20 },
    { fault: 'throttle', operation: 'PutItem', times: 1, message: 'slow down' },
    { fault: 'latency', latency: '1s' },
    { fault: 'reset', times: 1 },
  ]);
  expect(registry.decide(call('PutItem'))).toEqual({
    latencyMs: 1020,
    interference: { fault: 'throttle', message: 'slow down' },
  });
  expect(registry.decide(call('PutItem')).interference).toEqual({ fault: 'reset' });
  expect(registry.decide(call('PutItem'))).toEqual({ latencyMs: 1020 });
  expect(registry.hits()).toEqual([
    { fault: 'latency', operation: 'PutItem', count: 6 },
    { fault: 'throttle', operation: 'PutItem', count: 1 },
    { fault: 'reset', operation: 'PutItem', count: 1 },
  ]);
});

test('a fault ends with its time', async () => {
  const { registry, clock } = open([{ fault: 'internal', for: '1m30s' }]);
  await clock.advance(89_999);
  expect(registry.decide(call('PutItem')).interference).toBeDefined();
  expect(registry.list()).toMatchObject([{ until: '2026-01-01T00:01:30.000Z', hits: 1 }]);
  await clock.advance(1);
  expect(registry.list()).toEqual([]);
  expect(registry.active).toBe(false);
});

test('a fault whose time is over neither hits nor can be removed', async () => {
  const { registry, clock } = open([{ fault: 'internal', for: 1 }]);
  await clock.advance(1);
  expect(registry.decide(call('PutItem'))).toEqual({ latencyMs: 0 });
  const { registry: other, clock: otherClock } = open([{ fault: 'internal', for: 1 }]);
  await otherClock.advance(1);
  expect(other.remove('fault-1')).toBe(false);
  expect(other.clear()).toBe(0);
});

test('a share hits the same calls in every run of a seed', () => {
  const pattern = (seed: string): string => {
    const { registry } = open([{ fault: 'internal', share: 0.25 }], seed);
    return Array.from({ length: 400 }, () =>
      registry.decide(call('PutItem')).interference === undefined ? '.' : 'x',
    ).join('');
  };
  const first = pattern('one');
  expect(pattern('one')).toBe(first);
  expect(pattern('two')).not.toBe(first);
  // A quarter of 400, give or take five standard deviations.
  expect(Math.abs(first.replaceAll('.', '').length - 100)).toBeLessThan(44);
});

test('removing and clearing', () => {
  const { registry } = open();
  const added = registry.add({ fault: 'reset', operation: 'PutItem', table: 't', times: 2 });
  registry.add({ fault: 'latency', latency: '2s', region: 'r', account: 'a' });
  expect(registry.list()).toEqual([
    {
      id: 'fault-1',
      fault: 'reset',
      operation: ['PutItem'],
      table: 't',
      share: 1,
      times: 2,
      hits: 0,
    },
    {
      id: 'fault-2',
      fault: 'latency',
      latency: 2000,
      region: 'r',
      account: 'a',
      share: 1,
      hits: 0,
    },
  ]);
  registry.decide(call('PutItem', 't'));
  expect(added()).toMatchObject({ times: 1, hits: 1 });
  expect(registry.remove('fault-1')).toBe(true);
  expect(registry.remove('fault-1')).toBe(false);
  expect(registry.clear()).toBe(1);
  expect(registry.active).toBe(false);
  expect(registry.decide(call('PutItem', 't'))).toEqual({ latencyMs: 0 });
});

const anyRule = fc.record({
  fault: fc.constantFrom('throttle', 'internal', 'reset', 'reset-after', 'latency'),
  times: fc.integer({ min: 1, max: 6 }),
  operation: fc.option(fc.constantFrom('PutItem', 'GetItem'), { nil: undefined }),
  share: fc.constantFrom(1, 0.5),
});

test('times is how many calls a fault hits, whatever others there are', () => {
  const anyCalls = fc.array(fc.constantFrom('PutItem', 'GetItem', 'ListTables'), { maxLength: 80 });
  fc.assert(
    fc.property(fc.array(anyRule, { maxLength: 5 }), anyCalls, (rules, operations) => {
      const { registry } = open();
      const added = rules.map(({ fault, operation, ...rest }) =>
        registry.add({
          fault,
          ...rest,
          ...(operation !== undefined && { operation }),
          ...(fault === 'latency' && { latency: 1 }),
        }),
      );
      let interfered = 0;
      let delays = 0;
      for (const operation of operations) {
        const { latencyMs, interference } = registry.decide(call(operation));
        delays += latencyMs;
        if (interference !== undefined) interfered += 1;
      }
      const hitsOf = (isLatency: boolean) =>
        added
          .map((now) => now())
          .filter(({ fault }) => (fault === 'latency') === isLatency)
          .reduce((sum, { hits }) => sum + hits, 0);
      expect(hitsOf(false)).toBe(interfered);
      expect(hitsOf(true)).toBe(delays);
      expect(registry.hits().reduce((sum, { count }) => sum + count, 0)).toBe(interfered + delays);
      const inForce = new Set(registry.list().map(({ id }) => id));
      for (const [index, now] of added.entries()) {
        const { id, times: left, hits } = now();
        expect(hits + (left ?? 0)).toBe(rules[index]?.times);
        expect(inForce.has(id)).toBe(left !== 0);
      }
    }),
  );
});

test('a fault alone hits the first calls that it matches', () => {
  const anyCalls = fc.array(fc.constantFrom('PutItem', 'GetItem'), { maxLength: 20 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), anyCalls, (times, operations) => {
      const { registry } = open([{ fault: 'throttle', operation: 'PutItem', times }]);
      const hit = operations.map((name) => registry.decide(call(name)).interference !== undefined);
      let left = times;
      expect(hit).toEqual(operations.map((name) => name === 'PutItem' && (left -= 1) >= 0));
    }),
  );
});
