import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StreamRecord } from '../source.ts';
import { type Entry, Progress } from './progress.ts';

test('processed is the last before the first that is not, in whatever order they finish', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...Array(40).keys()]), (order) => {
      const progress = new Progress<StreamRecord>();
      const entries = Array.from({ length: 40 }, (_, number) =>
        progress.add({ sequenceNumber: String(number) } as StreamRecord),
      );
      const done = new Set<number>();
      for (const number of order) {
        done.add(number);
        progress.finish([entries[number] as Entry<StreamRecord>]);
        let first = 0;
        while (done.has(first)) first += 1;
        expect(progress.processed?.sequenceNumber).toBe(
          first === 0 ? undefined : String(first - 1),
        );
        expect(progress.oldest?.sequenceNumber).toBe(first === 40 ? undefined : String(first));
        expect(progress.size).toBe(40 - first);
      }
    }),
  );
});
