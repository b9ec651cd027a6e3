import { decode, encode, Token, Type } from 'cborg';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WireError } from '../errors.ts';
import { WireBytes, WireTime } from '../wire-values.ts';
import { cborFormat } from './cbor-format.ts';

/** A value of tag 1, written as it is. */
class Tagged {
  readonly tokens: Token[];
  constructor(type: Type, value: number | bigint) {
    this.tokens = [new Token(Type.tag, 1), new Token(type, value)];
  }
}

function tagged(type: Type, value: number | bigint): Buffer {
  const typeEncoders = {
    Object: (object: unknown) => (object instanceof Tagged ? object.tokens : null),
  };
  return Buffer.from(encode({ Timestamp: new Tagged(type, value) }, { typeEncoders }));
}

describe('a request', () => {
  test('has its bytes as they are', () => {
    const Data = Uint8Array.of(0, 1, 255);
    const body = Buffer.from(encode({ StreamName: 's', Records: [{ Data, PartitionKey: 'k' }] }));
    expect(cborFormat.parse(body)).toEqual({
      StreamName: 's',
      Records: [{ Data, PartitionKey: 'k' }],
    });
  });

  test.each([
    ['seconds with a fraction', Type.float, 1_700_000_000.5],
    ['milliseconds', Type.uint, 1_700_000_000_500],
    ['large milliseconds', Type.uint, 1_700_000_000_500n],
  ])('has times in %s', (_, type, value) => {
    expect(cborFormat.parse(tagged(type, value))).toEqual({ Timestamp: 1_700_000_000.5 });
  });

  test('may have maps of no declared length, as the SDKs for Java write them', () => {
    // {_ "Limit": 1, "a": [_ true]}
    const body = Buffer.from('bf654c696d69740161619ff5ffff', 'hex');
    expect(cborFormat.parse(body)).toEqual({ Limit: 1, a: [true] });
  });

  test('that is empty is none, and what is no CBOR is refused', () => {
    expect(cborFormat.parse(Buffer.alloc(0))).toBeUndefined();
    for (const hex of ['bf', 'ff', 'a1', '7b2261223a317d', '81'.repeat(100_000)]) {
      expect(() => cborFormat.parse(Buffer.from(hex, 'hex'))).toThrow(WireError);
    }
  });

  test('never breaks the reader, whatever its bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          cborFormat.parse(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }),
    );
  });
});

test('an answer has bytes as they are, times as tag 1 in milliseconds, and may be empty', () => {
  const value = {
    Records: [{ Data: new WireBytes(Uint8Array.of(1, 2)), At: new WireTime(1500), n: 1.5 }],
    KeyId: null,
  };
  const printed = cborFormat.print({ value });
  const read: unknown = decode(printed, { tags: { 1: (content) => ({ at: content() }) } });
  expect(read).toEqual({
    Records: [{ Data: Uint8Array.of(1, 2), At: { at: 1500 }, n: 1.5 }],
    KeyId: null,
  });
  expect(cborFormat.print({ pieces: [] })).toHaveLength(0);
});
