import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareBytes, utf8Bytes } from '../base/bytes.ts';
import {
  garbageKey,
  hashRange,
  itemKey,
  itemsRange,
  keyAfterPrefix,
  parseGarbageKey,
  shardKey,
  shardsRange,
  streamKey,
  streamsRange,
  tableKey,
  tablesRange,
  type KeyRange,
} from './storage-keys.ts';

function holds({ from, to }: KeyRange, key: Uint8Array): boolean {
  return compareBytes(from, key) <= 0 && compareBytes(key, to) < 0;
}

const name = fc.stringMatching(/^[a-zA-Z0-9_.-]{1,8}$/);
const scope = { account: '000000000000', region: 'r' };

describe('keys', () => {
  it('of names sort as the names do, and lie in the range of their own scope alone', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        const keys = [a, b].map((table) => tableKey({ ...scope, table })) as [Buffer, Buffer];
        const order = Buffer.compare(utf8Bytes(a), utf8Bytes(b));
        expect(Math.sign(compareBytes(...keys))).toBe(Math.sign(order));
        expect(holds(tablesRange(scope), keys[0])).toBe(true);
        expect(holds(tablesRange({ ...scope, region: 'r2' }), keys[0])).toBe(false);
        const stream = { ...scope, table: a, label: '2026' };
        expect(holds(streamsRange(scope, a), streamKey(stream))).toBe(true);
        expect(holds(streamsRange(scope, b), streamKey(stream))).toBe(a === b);
        expect(holds(shardsRange(stream), shardKey(stream, 'shardId-1'))).toBe(true);
        expect(holds(shardsRange({ ...stream, label: '202' }), shardKey(stream, 's'))).toBe(false);
      }),
    );
  });

  it('of items lie in the range of their table and of their hash', () => {
    const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });
    const table = fc.nat({ max: 0xffff_ffff });
    fc.assert(
      fc.property(table, bytes, fc.nat({ max: 0xffff_ffff }), (number, hash, from) => {
        const key = itemKey(number, hash, Uint8Array.of(1));
        const leading = new DataView(hash.buffer, hash.byteOffset).getUint32(0);
        expect(holds(itemsRange(number), key)).toBe(true);
        expect(holds(hashRange(number, from, 2 ** 32), key)).toBe(leading >= from);
        expect(holds(hashRange(number, 0, from), key)).toBe(leading < from);
      }),
    );
  });

  it('behind a prefix is the first that does not begin with it', () => {
    expect([...keyAfterPrefix(Uint8Array.of(1, 2))]).toEqual([1, 3]);
    expect([...keyAfterPrefix(Uint8Array.of(1, 0xff, 0xff))]).toEqual([2]);
  });

  it('leave the prefix that they were made from as it was', () => {
    const prefix = Buffer.from([1, 2]);
    keyAfterPrefix(prefix);
    expect([...prefix]).toEqual([1, 2]);
  });

  it('of garbage say what is to go', () => {
    expect(parseGarbageKey(garbageKey(7))).toEqual({ table: 7 });
    expect(parseGarbageKey(garbageKey(0xffff_ffff, 513))).toEqual({
      table: 0xffff_ffff,
      index: 513,
    });
  });
});
