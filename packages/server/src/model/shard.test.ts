import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  closeShard,
  endingNumber,
  endingPlace,
  openShard,
  positionBefore,
  recordNumber,
  startingNumber,
  trimmedUpTo,
  trimShard,
} from './shard.ts';
import { printSequenceNumber } from './sequence-number.ts';
import type { ShardDefinition } from './stream.ts';

describe('a lineage of shards', () => {
  const generation = fc.record({
    records: fc.nat({ max: 5 }),
    lasts: fc.nat({ max: 2 }),
    after: fc.nat(),
  });

  it('numbers on from parent to child, whatever lane the child is on and however short the parent', () => {
    fc.assert(
      fc.property(fc.array(generation, { minLength: 2, maxLength: 6 }), (generations) => {
        let at = 1000;
        let parent: ShardDefinition | undefined;
        for (const [index, { records, lasts, after }] of generations.entries()) {
          const opened = openShard({
            lane: `t1/${index}`,
            after,
            at,
            suffix: '0badcafe',
            ...(parent === undefined ? {} : { parent }),
          });
          expect(opened.id).toMatch(/^shardId-\d{20}-[0-9a-f]{8}$/);
          if (parent !== undefined) {
            expect(opened.parent).toBe(parent.id);
            expect(opened.id > parent.id).toBe(true);
            expect(startingNumber(opened) > endingNumber(parent)).toBe(true);
          }
          at += lasts;
          parent = closeShard(opened, { head: after + records, at });
          expect(endingPlace(parent) - (parent.base + parent.after)).toBe(records);
        }
      }),
    );
  });

  it('ends once', () => {
    const shard = openShard({ lane: 't1/0', after: 0, at: 0, suffix: '00000000' });
    const closed = closeShard(shard, { head: 3, at: 1 });
    expect(() => closeShard(closed, { head: 4, at: 2 })).toThrow('only an open shard');
    expect(() => endingNumber(shard)).toThrow('no ending sequence number');
  });
});

describe('a position by a sequence number', () => {
  const shard = openShard({ lane: 't1/5', after: 10, at: 0, suffix: '00000000', base: 100 });
  const head = 13;
  const behind = (sequenceNumber: string) => [
    positionBefore(shard, head, { sequenceNumber, kind: 'at' }),
    positionBefore(shard, head, { sequenceNumber, kind: 'after' }),
  ];
  const number = (place: number, lane: number) => printSequenceNumber({ place, lane });

  it('is before the record, or behind it', () => {
    expect(behind(recordNumber(shard, 12))).toEqual([11, 12]);
    expect(behind(recordNumber(shard, 13))).toEqual([12, 13]);
  });

  it('between two records goes on with the second', () => {
    expect(behind(number(112, 4))).toEqual([11, 11]);
    expect(behind(number(112, 6))).toEqual([12, 12]);
  });

  it('at the start is before the first record', () => {
    expect(behind(startingNumber(shard))).toEqual([10, 10]);
  });

  it.each([number(110, 4), number(113, 6), number(114, 5), '123', `1${'9'.repeat(24)}`])(
    'is undefined for %s, which is not in the shard',
    (text) => {
      expect(behind(text)).toEqual([undefined, undefined]);
    },
  );
});

describe('a trim', () => {
  const shard = openShard({ lane: 't1/0', after: 3, at: 0, suffix: '00000000' });
  const trim = (of: ShardDefinition, upTo: number) =>
    trimShard(of, { upTo, at: 9, reason: 'retention' });

  it('only goes forward, and not beyond the end', () => {
    expect(trimmedUpTo(shard)).toBe(3);
    const once = trim(shard, 7);
    expect(trimmedUpTo(once)).toBe(7);
    expect(trim(once, 5)).toBe(once);
    const closed = closeShard(once, { head: 9, at: 1 });
    expect(trimmedUpTo(trim(closed, 20))).toBe(9);
  });

  it('is remembered with those before it, as far as that is bounded', () => {
    let trimmed = shard;
    for (let upTo = 4; upTo < 100; upTo += 1) trimmed = trim(trimmed, upTo);
    expect(trimmed.trims?.length).toBe(32);
    expect(trimmed.trims?.at(-1)).toEqual({ upTo: 99, at: 9, reason: 'retention' });
  });
});
