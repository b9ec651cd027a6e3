import { expect, test } from 'vitest';
import { recordFilter } from './record-filter.ts';
import type { Filterable, TriggerRecord } from './sources/trigger-source.ts';

/** Whether a record that is seen so passes filters. */
function passes(filters: readonly object[], seen: Filterable): boolean | undefined {
  const patterns = filters.map((filter) => JSON.stringify(filter));
  return recordFilter(patterns, { filterable: () => seen })?.({} as TriggerRecord);
}

const key = { partitionKey: ['a'] };
const absent = { data: { x: [{ exists: false }] } };
const text = { value: { partitionKey: 'a' }, unreadable: 'data' };

test('without filters nothing is looked at', () => {
  expect(recordFilter([], { filterable: () => text })).toBeUndefined();
});

test('one of several patterns is enough', () => {
  const seen = { value: { partitionKey: 'a', data: { y: 1 } } };
  expect(passes([{ partitionKey: ['b'] }, key], seen)).toBe(true);
  expect(passes([{ partitionKey: ['b'] }], seen)).toBe(false);
  expect(passes([absent], seen)).toBe(true);
});

test('data that cannot be read matches nothing that is said of it, not even that something is absent', () => {
  expect(passes([absent], text)).toBe(false);
  expect(passes([absent, { partitionKey: ['b'] }], text)).toBe(false);
  expect(passes([{ ...key, ...absent }], text)).toBe(false);
  expect(passes([{ $or: [absent, { partitionKey: ['b'] }] }], text)).toBe(false);
  expect(passes([key], text)).toBe(true);
  expect(passes([absent, key], text)).toBe(true);
});
