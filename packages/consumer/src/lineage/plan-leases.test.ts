import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Checkpoint, Lease } from '../lease-store.ts';
import { checkpointed, created, taken } from '../leases/lease-transitions.ts';
import type { StartPosition } from '../positions.ts';
import type { Shard } from '../source.ts';
import { applicationStart } from './application-start.ts';
import { planLeases } from './plan-leases.ts';
import { ancestorsOf } from './shard-graph.ts';

/** Shards in the order in which they opened, each with up to two older parents; parents are closed. */
const forests = fc
  .array(fc.array(fc.nat(), { maxLength: 2 }), { minLength: 1, maxLength: 25 })
  .map((picks) => {
    const parents = picks.map((choice, index) =>
      index === 0 ? [] : [...new Set(choice.map((pick) => pick % index))],
    );
    const withChildren = new Set(parents.flat());
    return parents.map((parentIds, index): Shard => ({
      id: name(index),
      parentIds: parentIds.map(name),
      closed: withChildren.has(index),
    }));
  });

function name(index: number): string {
  return `shard ${index}`;
}

const finish = (lease: Lease, reason: 'end' | 'range' | 'gone' = 'end', at = 0): Lease => {
  const held = taken(lease, lease, 'w');
  return checkpointed(held, held, { type: 'FINISHED', reason, at });
};

describe('whatever the forest, the order of listing and the order of finishing', () => {
  test('every shard gets a lease once, after all of its parents are finished', () => {
    fc.assert(
      fc.property(forests, fc.infiniteStream(fc.nat()), (forest, random) => {
        const order = run({ forest, random, position: 'TRIM_HORIZON' });
        expect(order.toSorted()).toEqual(forest.map(({ id }) => id).toSorted());
        for (const { id, parentIds } of forest) {
          for (const parent of parentIds) {
            expect(order.indexOf(parent)).toBeLessThan(order.indexOf(id));
          }
        }
      }),
    );
  });

  test('of shards that go meanwhile, parents first, none is begun before one that it descends from is finished', () => {
    fc.assert(
      fc.property(forests, fc.infiniteStream(fc.nat()), (forest, random) => {
        const gone = new Set<string>();
        const finishedAt = new Map<string, number>();
        const order = run({
          forest,
          random,
          position: 'TRIM_HORIZON',
          isListed: ({ id, parentIds, closed }) => {
            if (gone.has(id)) return false;
            const mayGo = closed && parentIds.every((parent) => gone.has(parent));
            if (mayGo && (random.next().value as number) % 3 === 0) gone.add(id);
            return !gone.has(id);
          },
          onFinished: (id, leased) => finishedAt.set(id, leased),
        });
        const byId = new Map(forest.map((each) => [each.id, each]));
        // Those that never had a lease were gone before anyone looked.
        const tooEarly = order.flatMap((id, at) =>
          [...ancestorsOf([id], byId)].filter(
            (ancestor) => order.includes(ancestor) && (finishedAt.get(ancestor) ?? Infinity) > at,
          ),
        );
        expect(tooEarly).toEqual([]);
      }),
    );
  });

  test('LATEST: shards that are open at the start, and all that open later', () => {
    fc.assert(
      fc.property(forests, fc.nat(), fc.infiniteStream(fc.nat()), (forest, cut, random) => {
        const before = openedUpTo(forest, 1 + (cut % forest.length));
        const order = run({ forest, random, position: 'LATEST', seenAtStart: before });
        const open = before.filter(({ closed }) => !closed).map(({ id }) => id);
        const later = forest.slice(before.length).map(({ id }) => id);
        expect(order.toSorted()).toEqual([...open, ...later].toSorted());
      }),
    );
  });
});

/** What is listed when so many shards have opened: those without children by then are open. */
function openedUpTo(forest: readonly Shard[], count: number): Shard[] {
  const listed = forest.slice(0, count);
  const parents = new Set(listed.flatMap(({ parentIds }) => parentIds));
  return listed.map(({ id, parentIds }) => ({ id, parentIds, closed: parents.has(id) }));
}

/** Follows the plans to the end; returns the shards in the order in which they got leases. */
function run({
  forest,
  random,
  position,
  seenAtStart = forest,
  isListed = () => true,
  onFinished = () => {},
}: {
  forest: readonly Shard[];
  random: fc.Stream<number>;
  position: StartPosition;
  seenAtStart?: readonly Shard[];
  isListed?: (shard: Shard) => boolean;
  /** With how many shards had leases by then. */
  onFinished?: (shardId: string, leased: number) => void;
}): string[] {
  const pick = (count: number): number => (random.next().value as number) % count;
  const start = applicationStart(position, seenAtStart, 5);
  const leases = new Map<string, Lease>();
  const order: string[] = [];
  for (;;) {
    const shards = forest.filter((each) => isListed(each)).toSorted(() => pick(3) - 1);
    const plan = planLeases({ start, shards, ended: true, leases: [...leases.values()], now: 0 });
    for (const lease of plan.create) {
      expect(leases.has(lease.shardId)).toBe(false);
      const isStart = position === 'LATEST' && seenAtStart.some(({ id }) => id === lease.shardId);
      expect(lease.checkpoint.type).toBe(isStart ? 'LATEST' : 'TRIM_HORIZON');
      leases.set(lease.shardId, created(lease));
      order.push(lease.shardId);
    }
    const open = [...leases.values()].filter(({ checkpoint }) => checkpoint.type !== 'FINISHED');
    if (open.length === 0) {
      expect(plan).toMatchObject({ complete: true, childless: [] });
      return order;
    }
    expect(plan.complete).toBe(false);
    const done = open[pick(open.length)] as Lease;
    leases.set(done.shardId, finish(done));
    onFinished(done.shardId, order.length);
  }
}

const shard = (id: string, ...parentIds: string[]): Shard => ({ id, parentIds, closed: false });
const trimHorizon: Checkpoint = { type: 'TRIM_HORIZON' };

function plan(view: {
  position?: StartPosition;
  first: readonly Shard[];
  now?: readonly Shard[];
  leases?: readonly Lease[];
  ended?: boolean;
  time?: number;
}) {
  const { position = 'TRIM_HORIZON', first, now = first, leases = [], ended = false } = view;
  return planLeases({
    start: applicationStart(position, first, 5),
    shards: now,
    ended,
    leases,
    now: view.time ?? 0,
  });
}

const leaseOf = ({ id, parentIds }: Shard): Lease =>
  created({ shardId: id, parentIds, checkpoint: trimHorizon });

describe('shards that come and go', () => {
  const parent = shard('p');
  const child = shard('c', 'p');

  test('a parent that is gone holds nobody up', () => {
    expect(plan({ first: [child] }).create).toMatchObject([{ shardId: 'c' }]);
    expect(plan({ first: [child] }).missed).toEqual([]);
  });

  test('a shard that was seen at the start and is gone gets a lease, so that its loss is reported', () => {
    expect(plan({ first: [parent], now: [] }).create).toMatchObject([{ shardId: 'p' }]);
  });

  test('what opens later is read from where it began, what is there at the start from the oldest record', () => {
    const numbered = { ...child, startingSequenceNumber: '7' };
    const checkpoint = { type: 'AT_SEQUENCE_NUMBER', sequenceNumber: '7' };
    const leases = [finish(leaseOf(parent))];
    const now = [parent, numbered];
    expect(plan({ first: [parent], now, leases }).create).toMatchObject([{ checkpoint }]);
    expect(plan({ first: [numbered] }).create).toMatchObject([{ checkpoint: trimHorizon }]);
    const position = { type: 'AT_TIMESTAMP', time: 1 } as const;
    expect(plan({ position, first: [parent], now, leases }).create).toMatchObject([
      { checkpoint: position },
    ]);
  });

  test('a shard that nobody saw between two that were is reported', () => {
    const leases = [finish(leaseOf(parent))];
    const unseen = plan({ first: [parent], now: [shard('g', 'c')], leases });
    expect(unseen.create).toMatchObject([{ shardId: 'g', checkpoint: trimHorizon }]);
    expect(unseen.missed).toEqual(['c']);
  });

  test('children are looked for while the stream may have more', () => {
    const leases = [finish(leaseOf(parent))];
    expect(plan({ first: [parent], leases })).toMatchObject({ childless: ['p'], complete: false });
    expect(plan({ first: [parent], leases, ended: true })).toMatchObject({
      childless: [],
      complete: true,
    });
    expect(plan({ first: [parent], leases, time: 3_600_000 }).childless).toEqual([]);
  });

  test('a finished lease goes when shard and children are done with it, and not before', () => {
    const roots = [shard('r')];
    const second = shard('p', 'r');
    const leases = [finish(leaseOf(roots[0]!)), finish(leaseOf(second)), leaseOf(child)];
    const removed = (now: readonly Shard[], time: number, all = leases) =>
      plan({ first: roots, now, leases: all, time }).remove.map(({ shardId }) => shardId);
    expect(removed([child], 3_600_000)).toEqual(['p']);
    expect(removed([child], 3_599_999)).toEqual([]);
    expect(removed([second, child], 3_600_000)).toEqual([]);
    expect(removed([child], 3_600_000, leases.slice(0, 2))).toEqual([]);
  });
});

describe('a listing of several pages, during a split', () => {
  test('LATEST begins with the parent, listed open, and its children from their beginning', () => {
    const first = [shard('p'), shard('a', 'p'), shard('b', 'p')];
    const begun = plan({ position: 'LATEST', first });
    expect(begun.create).toMatchObject([
      { shardId: 'p', checkpoint: { type: 'LATEST', since: 5 } },
    ]);
    const leases = [finish(leaseOf(shard('p')))];
    expect(plan({ position: 'LATEST', first, leases }).create).toMatchObject([
      { shardId: 'a', checkpoint: trimHorizon },
      { shardId: 'b', checkpoint: trimHorizon },
    ]);
  });
});

describe('other positions', () => {
  const old = { ...shard('p'), closed: true };
  const first = [old, shard('a', 'p'), shard('b', 'p'), shard('x')];

  test('a sequence number: its shard from there, nothing before, others as asked', () => {
    const at = { type: 'AFTER_SEQUENCE_NUMBER', shardId: 'a', sequenceNumber: '7' } as const;
    const types = (position: StartPosition) =>
      Object.fromEntries(
        plan({ position, first }).create.map(({ shardId, checkpoint }) => [
          shardId,
          checkpoint.type,
        ]),
      );
    expect(types(at)).toEqual({
      a: 'AFTER_SEQUENCE_NUMBER',
      b: 'TRIM_HORIZON',
      x: 'TRIM_HORIZON',
    });
    expect(types({ ...at, others: 'LATEST' })).toEqual({
      a: 'AFTER_SEQUENCE_NUMBER',
      b: 'LATEST',
      x: 'LATEST',
    });
  });

  test('a replay of ranges: these shards alone, complete when they are', () => {
    const position = { type: 'REPLAY', ranges: [{ shardId: 'a', from: '3', to: '9' }] } as const;
    const begun = plan({ position, first });
    expect(begun.create).toEqual([
      {
        shardId: 'a',
        parentIds: ['p'],
        checkpoint: { type: 'AT_SEQUENCE_NUMBER', sequenceNumber: '3' },
        until: { sequenceNumber: '9' },
      },
    ]);
    const leases = [finish(leaseOf(shard('a', 'p')), 'range')];
    expect(plan({ position, first, leases })).toMatchObject({ create: [], complete: true });
  });

  test('a replay of a time: children of a shard that reached its end are not read', () => {
    const position = { type: 'REPLAY', fromTime: 100, toTime: 200 } as const;
    const parent = leaseOf(old);
    const rest = [leaseOf(shard('x'))].map((lease) => finish(lease, 'range'));
    expect(plan({ position, first, leases: [finish(parent, 'range'), ...rest] })).toMatchObject({
      create: [],
      complete: true,
    });
    expect(
      plan({ position, first, leases: [finish(parent, 'end'), ...rest] }).create,
    ).toMatchObject([
      { shardId: 'a', checkpoint: { type: 'AT_TIMESTAMP', time: 100 }, until: { time: 200 } },
      { shardId: 'b' },
    ]);
  });

  test('two ranges of one shard are refused', () => {
    const range = { shardId: 'a', from: '1', to: '2' };
    expect(() => plan({ position: { type: 'REPLAY', ranges: [range, range] }, first })).toThrow(
      'Two ranges of a',
    );
  });
});
