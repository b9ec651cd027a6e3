import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareBytes } from '../base/bytes.ts';
import { attributeOf, type AttributeValue, type Item } from '../model/attribute-value.ts';
import { decodeItem } from '../model/decode-item.ts';
import { expiriesRange, expiryKey, itemKey, parseExpiryKey } from '../model/storage-keys.ts';
import type { TimeToLive } from '../model/table.ts';
import { expiryOf, isDue, oldestExpiryMs } from './expiry.ts';

const timeToLive: TimeToLive = {
  enabled: true,
  attribute: 'until',
  number: 1,
  changedAt: 0,
  settledAt: 0,
};

describe('an item is due', () => {
  it.each<[AttributeValue, number | undefined]>([
    [{ N: '0' }, 0],
    [{ N: '1767225600' }, 1_767_225_600_000],
    [{ N: '12345678.12' }, 12_345_678_120],
    [{ N: '12345678.0004' }, 12_345_678_000],
    [{ N: '1234567e1' }, 12_345_670_000],
    [{ N: '1E-130' }, 0],
    [{ N: '8640000000000' }, 8.64e15],
    [{ N: '8640000000001' }, undefined],
    [{ N: '9.9E+125' }, undefined],
    [{ N: '-1' }, undefined],
    [{ S: '1767225600' }, undefined],
    [{ NS: ['1767225600'] }, undefined],
    [{ M: { until: { N: '1' } } }, undefined],
  ])('with %j at %j', (value, dueAt) => {
    expect(expiryOf(timeToLive, decodeItem({ until: value }))).toBe(dueAt);
  });

  it('never without the attribute, which may have the name of a member of every object', () => {
    expect(expiryOf(timeToLive, { other: { N: '1' } })).toBeUndefined();
    const odd = { ...timeToLive, attribute: '__proto__' };
    expect(expiryOf(odd, {})).toBeUndefined();
    const item = JSON.parse('{"__proto__":{"N":"7"}}') as Item;
    expect(attributeOf(item, '__proto__')).toEqual({ N: '7' });
    expect(expiryOf(odd, item)).toBe(7000);
  });

  it('from its time on, for five years', () => {
    const dueAt = 1_767_225_600_000;
    expect(isDue(dueAt, dueAt - 1)).toBe(false);
    expect(isDue(dueAt, dueAt)).toBe(true);
    expect(isDue(dueAt, dueAt + oldestExpiryMs - 1)).toBe(true);
    expect(isDue(dueAt, dueAt + oldestExpiryMs)).toBe(false);
  });
});

describe('the key of an expiry entry', () => {
  const place = { table: 7, number: 3 };
  const time = fc.oneof(fc.nat(), fc.integer({ min: 0, max: 8.64e15 }));
  const item = fc
    .tuple(
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
      fc.option(fc.uint8Array({ maxLength: 9 })),
    )
    .map(([hash, sort]) => itemKey(place.table, hash, sort ?? undefined));

  it('tells the time and the item', () => {
    fc.assert(
      fc.property(time, item, (dueAt, key) => {
        expect(parseExpiryKey(expiryKey(place, dueAt, key))).toEqual({ dueAt, item: key });
      }),
    );
  });

  it('sorts by the time', () => {
    fc.assert(
      fc.property(time, item, time, item, (a, itemA, b, itemB) => {
        const order = compareBytes(expiryKey(place, a, itemA), expiryKey(place, b, itemB));
        expect(a === b || Math.sign(order) === Math.sign(a - b)).toBe(true);
      }),
    );
  });

  it('lies in a range exactly when its time does', () => {
    const bound = fc.oneof(time, fc.constantFrom(-1, -Infinity, Infinity));
    fc.assert(
      fc.property(time, item, bound, bound, (dueAt, key, after, until) => {
        const range = expiriesRange(place, after, until);
        const entry = expiryKey(place, dueAt, key);
        const inside = compareBytes(entry, range.from) >= 0 && compareBytes(entry, range.to) < 0;
        expect(inside).toBe(dueAt > after && dueAt <= until);
      }),
    );
  });
});
