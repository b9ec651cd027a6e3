import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StreamRecord } from '../source.ts';
import { type Entry, Progress } from './progress.ts';

const record = (number: number) =>
  ({ sequenceNumber: String(number), sizeBytes: number + 1 }) as StreamRecord;

test('processed is the last before the first that is not, in whatever order they finish', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...Array(40).keys()]),
      fc.uniqueArray(fc.integer({ min: 0, max: 39 })),
      (order, passedOver) => {
        const progress = new Progress<StreamRecord>();
        const done = new Set(passedOver);
        const entries = Array.from({ length: 40 }, (_, number) => {
          if (!done.has(number)) return progress.add(record(number));
          progress.passOver(record(number));
          return undefined;
        });
        const check = (): void => {
          let first = 0;
          while (done.has(first)) first += 1;
          const left = entries.filter((entry, number) => entry !== undefined && number >= first);
          expect(progress.processed?.sequenceNumber).toBe(
            first === 0 ? undefined : String(first - 1),
          );
          expect(progress.oldest?.sequenceNumber).toBe(first === 40 ? undefined : String(first));
          expect(progress.size).toBe(left.length);
          expect(progress.bytes).toBe(
            left.reduce((sum, entry) => sum + (entry?.record.sizeBytes ?? 0), 0),
          );
        };
        check();
        for (const number of order.filter((each) => !done.has(each))) {
          done.add(number);
          progress.finish([entries[number] as Entry<StreamRecord>]);
          check();
        }
      },
    ),
  );
});
