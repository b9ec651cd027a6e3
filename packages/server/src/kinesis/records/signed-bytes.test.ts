import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseIterator, printIterator } from './iterator-token.ts';
import { parseSigned, printSigned } from './signed-bytes.ts';

const key = createSecretKey(Buffer.alloc(32, 1));
const other = createSecretKey(Buffer.alloc(32, 2));

test('an iterator comes back as it was, and is short enough for the SDKs', () => {
  const name = fc.string({
    minLength: 1,
    maxLength: 128,
    unit: fc.constantFrom('a', 'Z', '0', '9', '_', '.', '-'),
  });
  const number = fc.nat({ max: 2 ** 32 - 1 });
  fc.assert(
    fc.property(name, number, number, fc.maxSafeNat(), (stream, stamp, shard, position) => {
      const iterator = { stream, number: stamp, shard, position, issuedAt: position };
      const text = printIterator(iterator, key);
      expect(text.length).toBeLessThanOrEqual(512);
      expect(parseIterator(text, key)).toEqual(iterator);
    }),
  );
});

test('what was changed, signed with another key or for another use is none of ours', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 100 }),
      fc.nat(),
      fc.nat({ max: 7 }),
      (bytes, at, bit) => {
        const text = printSigned('page', bytes, key);
        expect(parseSigned('page', text, key)).toEqual(Buffer.from(bytes));
        expect(parseSigned('iterator', text, key)).toBeUndefined();
        expect(parseSigned('page', text, other)).toBeUndefined();
        const changed = Buffer.from(text, 'base64');
        const place = at % changed.length;
        changed.writeUInt8(changed.readUInt8(place) ^ (1 << bit), place);
        expect(parseSigned('page', changed.toString('base64'), key)).toBeUndefined();
        expect(parseSigned('page', ` ${text}`, key)).toBeUndefined();
      },
    ),
  );
});
