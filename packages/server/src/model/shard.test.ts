import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  closeShard,
  endingNumber,
  openShard,
  parseSequenceNumber,
  sequenceNumber,
  startingNumber,
} from './shard.ts';
import type { ShardDefinition } from './stream.ts';

describe('a sequence number', () => {
  it('reads back, is 21 digits long, and sorts as text as it does as a number', () => {
    const number = fc.nat({ max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(number, number, (a, b) => {
        const text = sequenceNumber(a);
        expect(text).toMatch(/^[1-9]\d{20}$/);
        expect(parseSequenceNumber(text)).toBe(a);
        expect(text < sequenceNumber(b)).toBe(a < b);
      }),
    );
  });

  it.each(['', '1', '12345678901234567890123', '1x0000000000000000000', '199999999999999999999'])(
    '%j is none',
    (text) => {
      expect(parseSequenceNumber(text)).toBeUndefined();
    },
  );
});

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
            lane: `lane${index}`,
            after,
            at,
            suffix: '0badcafe',
            ...(parent === undefined ? {} : { parent }),
          });
          expect(opened.id).toMatch(/^shardId-\d{20}-[0-9a-f]{8}$/);
          if (parent !== undefined) {
            expect(opened.parent).toBe(parent.id);
            expect(opened.id > parent.id).toBe(true);
            expect(startingNumber(opened)).toBeGreaterThan(endingNumber(parent));
          }
          at += lasts;
          parent = closeShard(opened, { head: after + records, at });
          expect(endingNumber(parent) - startingNumber(parent)).toBe(records);
        }
      }),
    );
  });

  it('ends once', () => {
    const shard = openShard({ lane: 'l', after: 0, at: 0, suffix: '00000000' });
    const closed = closeShard(shard, { head: 3, at: 1 });
    expect(() => closeShard(closed, { head: 4, at: 2 })).toThrow('only an open shard');
    expect(() => endingNumber(shard)).toThrow('no ending sequence number');
  });
});
