import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../model/invalid-input.ts';
import { parseIterator, printIterator } from './iterator-token.ts';

const key = createSecretKey(Buffer.alloc(32, 1));
const iterator = {
  arn: 'arn:aws:dynamodb:eu-central-1:000000000000:table/t/stream/2026-01-01T00:00:00.000',
  shard: 'shardId-00000001767225600000-0badcafe',
  position: 12_345,
  issuedAt: 1_767_225_600_123,
  generation: 3,
  reader: 0xdeadbeef,
};

describe('an iterator', () => {
  const text = printIterator(iterator, key);

  it('reads back, and is short enough for every SDK', () => {
    expect(parseIterator(text, key)).toEqual(iterator);
    expect(text.startsWith(`${iterator.arn}|1|`)).toBe(true);
    expect(text.length).toBeLessThan(2048);
  });

  it.each([
    ['nothing', ''],
    ['any text', 'nonsense'],
    ['another version', text.replace('|1|', '|2|')],
    ['another stream', text.replace('table/t', 'table/u')],
    ['a changed payload', `${text.slice(0, -2)}AA`],
    ['a cut payload', text.slice(0, -30)],
    ['more behind it', `${text}|x`],
  ])('made of %s is refused', (_, forged) => {
    expect(() => parseIterator(forged, key)).toThrow(InvalidInput);
  });

  it('of another server is refused', () => {
    expect(() => parseIterator(text, createSecretKey(Buffer.alloc(32, 2)))).toThrow(InvalidInput);
  });
});
