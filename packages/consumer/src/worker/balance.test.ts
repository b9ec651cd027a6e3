import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Lease } from '../lease-store.ts';
import { balance, type WorkerView } from './balance.ts';

const checkpoint = { type: 'TRIM_HORIZON' } as const;

function lease(shardId: string, owner?: string, askedBy?: string): Lease {
  return {
    shardId,
    parentIds: [],
    checkpoint,
    fence: 0,
    heartbeat: 0,
    ...(owner === undefined ? {} : { owner }),
    ...(askedBy === undefined ? {} : { askedBy }),
  };
}

function decide(leases: readonly Lease[], view: Partial<WorkerView> = {}) {
  const { take, ask, workers } = balance({
    leases,
    self: 'me',
    held: new Set(leases.filter(({ owner }) => owner === 'me').map(({ shardId }) => shardId)),
    max: Infinity,
    isExpired: () => false,
    isLeft: () => false,
    ...view,
  });
  return { take: take.map(({ shardId }) => shardId), ask: ask?.shardId, workers };
}

test('a worker alone takes everything', () => {
  expect(decide([lease('a'), lease('b')])).toEqual({
    take: ['a', 'b'],
    ask: undefined,
    workers: 1,
  });
});

test('free ones up to the share, others are left to the others', () => {
  const leases = [lease('a', 'you'), lease('b', 'you'), lease('c'), lease('d'), lease('e')];
  expect(decide(leases)).toEqual({ take: ['c', 'd', 'e'], ask: undefined, workers: 2 });
  const more = [...leases, lease('f', 'me'), lease('g', 'me')];
  expect(decide(more).take).toEqual(['c', 'd']);
});

test('expired ones count as free, and their worker as gone', () => {
  const leases = [lease('a', 'gone'), lease('b', 'gone')];
  expect(decide(leases, { isExpired: ({ owner }) => owner === 'gone' })).toMatchObject({
    take: ['a', 'b'],
    workers: 1,
  });
});

test('what is handed over is taken, above the share too', () => {
  const leases = [lease('a', 'me'), lease('b', 'me'), lease('c', 'you')];
  expect(decide(leases, { held: new Set(['a']) }).take).toEqual(['b']);
});

test('what nobody takes is taken in the end, up to the most that this worker wants', () => {
  const leases = [lease('a', 'me'), lease('b', 'you'), lease('c'), lease('d'), lease('e')];
  expect(decide(leases).take).toEqual(['c', 'd']);
  expect(decide(leases, { isLeft: () => true }).take).toEqual(['c', 'd', 'e']);
  expect(decide(leases, { isLeft: () => true, max: 2 }).take).toEqual(['c']);
});

test('a shard that is still in work here is not taken again', () => {
  expect(decide([lease('a', 'you')], { held: new Set(['a']), isExpired: () => true }).take).toEqual(
    [],
  );
});

describe('asking', () => {
  const yours = (count: number) =>
    Array.from({ length: count }, (_, index) => lease(`y${index}`, 'you'));

  test('the busiest for one lease', () => {
    expect(decide([...yours(3), lease('a', 'me')]).ask).toBe('y0');
  });

  test('not when the difference is one: they would only swap', () => {
    expect(decide([...yours(2), lease('a', 'me')]).ask).toBeUndefined();
  });

  test('for one at a time', () => {
    const [first, ...rest] = yours(5);
    expect(decide([...rest, lease(first!.shardId, 'you', 'me')]).ask).toBeUndefined();
  });

  test('not for what another wants, and not while leases are free', () => {
    expect(decide([...yours(2), lease('x', 'you', 'her')]).ask).toBe('y0');
    expect(decide([...yours(6), lease('x')]).ask).toBeUndefined();
    expect(decide(yours(3), { max: 1 }).ask).toBe('y0');
    expect(decide([...yours(3), lease('a', 'me')], { max: 1 }).ask).toBeUndefined();
  });
});

test('workers that take turns end up with shares that differ by one at most', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.array(fc.nat(5), { minLength: 1, maxLength: 6 }),
      (count, order) => {
        const names = [...new Set(order)].map((index) => `w${index}`);
        let leases = Array.from({ length: count }, (_, index) => lease(`s${index}`));
        // Enough rounds for one lease a round to move.
        for (let round = 0; round < 3 * count + 3; round += 1) {
          for (const self of names) {
            const held = new Set(
              leases.filter(({ owner }) => owner === self).map(({ shardId }) => shardId),
            );
            const { take, ask } = decide(leases, { self, held });
            leases = leases.map((own) => {
              if (take.includes(own.shardId) || own.shardId === ask)
                return lease(own.shardId, self);
              return own;
            });
          }
        }
        const loads = names.map((name) => leases.filter(({ owner }) => owner === name).length);
        expect(loads.reduce((sum, load) => sum + load, 0)).toBe(count);
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
      },
    ),
  );
});
