import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evenRanges, type HashRange, neighbour } from '../hash-key.ts';
import type { KinesisShard } from '../shard.ts';
import { reshape, ShardLife } from './shard-life.ts';

const now = 1_700_000_000_000;

function firstShards(count: number): KinesisShard[] {
  return evenRanges(count).map(({ from, to }, index) => ({
    index,
    parents: [],
    from,
    to,
    openedAt: now,
    since: now / 1000,
  }));
}

function lifeOf(open: readonly KinesisShard[]): ShardLife {
  return new ShardLife({ now, next: open.length, headOf: ({ index }) => index + 100 });
}

function rangesOf(shards: readonly KinesisShard[]): HashRange[] {
  return shards.map(({ from, to }) => ({ from, to }));
}

describe('reshaping', () => {
  const counts = fc.integer({ min: 1, max: 12 });

  test('leaves exactly the ranges that were asked for open', () => {
    fc.assert(
      fc.property(counts, counts, (from, to) => {
        const open = firstShards(from);
        const life = lifeOf(open);
        reshape(life, open, evenRanges(to));
        const changed = new Map(life.changed.map((shard) => [shard.index, shard]));
        const left = [...open.filter(({ index }) => !changed.has(index)), ...changed.values()]
          .filter(({ closed }) => closed === undefined)
          .toSorted((a, b) => (a.from < b.from ? -1 : 1));
        expect(rangesOf(left)).toEqual(evenRanges(to));
      }),
    );
  });

  test('every shard but the first ones has parents whose ranges hold its own, and greater numbers', () => {
    fc.assert(
      fc.property(counts, counts, (from, to) => {
        const open = firstShards(from);
        const life = lifeOf(open);
        reshape(life, open, evenRanges(to));
        const all = new Map([...open, ...life.changed].map((shard) => [shard.index, shard]));
        for (const { parents, since, from: start, to: end, index } of life.changed) {
          if (index < from) continue;
          const owners = parents.map((parent) => all.get(parent) as KinesisShard);
          expect([1, 2]).toContain(owners.length);
          expect(owners.every(({ closed }) => closed !== undefined)).toBe(true);
          expect(owners.every((owner) => owner.since < since)).toBe(true);
          expect(owners.map((owner) => owner.from).toSorted()[0]).toSatisfy(
            (least: string) => least <= start,
          );
          expect(
            owners
              .map((owner) => owner.to)
              .toSorted()
              .at(-1),
          ).toSatisfy((most: string) => end <= most);
        }
      }),
    );
  });

  test('takes one walk, however many shards there are', () => {
    const open = firstShards(5000);
    const life = lifeOf(open);
    reshape(life, open, evenRanges(10_000));
    expect(life.changed.filter(({ closed }) => closed === undefined)).toHaveLength(10_000);
  });

  test('what has the right range already is left alone', () => {
    const open = firstShards(4);
    const life = lifeOf(open);
    reshape(life, open, evenRanges(4));
    expect(life.changed).toEqual([]);
  });
});

test('a shard that was open before ends at its lane, and one of the same change is empty', () => {
  const [shard] = firstShards(1) as [KinesisShard];
  const life = lifeOf([shard]);
  const middle = `8${'0'.repeat(31)}`;
  const [lower, upper] = life.split(shard, middle);
  expect(neighbour(lower.to, 1)).toBe(upper.from);
  const merged = life.merge(lower, upper);
  expect(merged).toMatchObject({ index: 3, parents: [1, 2], from: shard.from, to: shard.to });
  expect(life.changed.map(({ index, closed }) => [index, closed?.end])).toEqual([
    [0, 100],
    [1, 0],
    [2, 0],
    [3, undefined],
  ]);
});
