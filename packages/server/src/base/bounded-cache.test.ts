import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BoundedCache } from './bounded-cache.ts';

test('the least recently used entry makes room for a new one', () => {
  const cache = new BoundedCache<string, number>(2);
  cache.set('a', 1);
  cache.set('b', 2);
  expect(cache.get('a')).toBe(1);
  cache.set('c', 3);
  expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual([1, undefined, 3]);
});

test('replacing an entry drops no other one', () => {
  const cache = new BoundedCache<string, number>(2);
  cache.set('a', 1);
  cache.set('b', 2);
  cache.set('a', 3);
  expect(['a', 'b'].map((key) => cache.get(key))).toEqual([3, 2]);
});

test('a cache without room is refused', () => {
  expect(() => new BoundedCache(0)).toThrow('room for at least one entry');
});

test('it agrees with a list of uses, newest last', () => {
  const use = fc.record({ key: fc.integer({ min: 0, max: 6 }), write: fc.boolean() });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.array(use), (capacity, uses) => {
      const cache = new BoundedCache<number, number>(capacity);
      let model: [key: number, value: number][] = [];
      for (const [index, { key, write }] of uses.entries()) {
        const known = model.find(([modelKey]) => modelKey === key);
        if (write) cache.set(key, index);
        else expect(cache.get(key)).toBe(known?.[1]);
        if (!write && known === undefined) continue;
        const value = write ? index : (known?.[1] ?? index);
        model = [...model.filter(([modelKey]) => modelKey !== key), [key, value] as const].slice(
          -capacity,
        ) as typeof model;
      }
      expect(cache.size).toBe(model.length);
    }),
  );
});
