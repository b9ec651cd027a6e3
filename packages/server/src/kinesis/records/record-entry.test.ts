import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decodeRecordEntry,
  encodeRecordEntry,
  type RecordEntry,
  timeOfEntry,
} from './record-entry.ts';

const entries: fc.Arbitrary<RecordEntry> = fc.record(
  {
    time: fc.integer({ min: 0, max: 2 ** 45 }),
    partitionKey: fc.string({ minLength: 1, maxLength: 256, unit: 'binary' }),
    explicitHashKey: fc
      .bigInt({ min: 0n, max: 2n ** 128n - 1n })
      .map((value) => value.toString(16).padStart(32, '0')),
    encrypted: fc.boolean(),
    data: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  },
  { requiredKeys: ['time', 'partitionKey', 'encrypted', 'data'] },
);

test('what is encoded is decoded again, wherever the bytes lie', () => {
  fc.assert(
    fc.property(entries, fc.nat({ max: 9 }), (entry, offset) => {
      const bytes = encodeRecordEntry(entry);
      const inside = Buffer.concat([Buffer.alloc(offset), bytes]).subarray(offset);
      expect(decodeRecordEntry(inside)).toEqual(entry);
      expect(timeOfEntry(inside)).toBe(entry.time);
    }),
  );
});

test('another format is refused', () => {
  expect(() => decodeRecordEntry(Uint8Array.of(2, 0, 0, 0))).toThrow('format');
});
