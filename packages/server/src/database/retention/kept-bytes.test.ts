import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeptBytes } from './kept-bytes.ts';

test('the oldest go first, whatever shard they are of, and the total is what is left', () => {
  const record = fc.record({ shard: fc.constantFrom('a', 'b', 'c'), bytes: fc.nat({ max: 40 }) });
  fc.assert(
    fc.property(
      fc.array(record),
      fc.nat({ max: 200 }),
      fc.integer({ min: 1, max: 50 }),
      (records, most, chunk) => {
        const kept = new KeptBytes(chunk);
        const left = records.map(({ shard, bytes }, time) => ({
          shard,
          bytes,
          time,
          position: 1 + records.slice(0, time).filter((other) => other.shard === shard).length,
        }));
        for (const { shard, ...rest } of left) kept.add(shard, rest);
        const sum = (of: typeof left) => of.reduce((total, { bytes }) => total + bytes, 0);
        expect(kept.total).toBe(sum(left));
        let rest = left;
        while (kept.total > most) {
          const gone = kept.oldest();
          if (gone === undefined) break;
          const goes = (of: (typeof left)[number]) =>
            of.shard === gone.shard && of.position <= gone.upTo;
          const firstLeft = Math.min(...rest.map(({ time }) => time));
          expect(rest.filter(goes).some(({ time }) => time === firstLeft)).toBe(true);
          rest = rest.filter((of) => !goes(of));
          kept.forget(gone.shard, gone.upTo);
          expect(kept.total).toBe(sum(rest));
        }
        expect(kept.total).toBeLessThanOrEqual(most);
        kept.keepOnly(new Set(['a']));
        expect(kept.total).toBe(sum(rest.filter(({ shard }) => shard === 'a')));
      },
    ),
  );
});
