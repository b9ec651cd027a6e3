import { expect, it } from 'vitest';
import { DueTimes } from './due-times.ts';

const scope = { account: '000000000000', region: 'eu-central-1' };
const a = { ...scope, table: 'a' };
const b = { ...scope, table: 'b' };
const c = { ...scope, table: 'c' };

it('know what is due first, and what behind it', () => {
  const times = new DueTimes();
  expect(times.first()).toBeUndefined();
  expect(times.second()).toBe(Infinity);
  expect(times.lower(a, 20)).toBe(true);
  expect(times.second()).toBe(Infinity);
  times.lower(b, 10);
  times.lower(c, 10);
  expect(times.first()).toEqual({ ...b, dueAt: 10 });
  expect(times.second()).toBe(10);
  times.reset(b);
  expect(times.first()).toEqual({ ...c, dueAt: 10 });
  expect(times.second()).toBe(20);
  times.forget(c);
  times.reset(a);
  expect(times.first()).toBeUndefined();
});

it('are only ever lowered, each table and each scope by itself', () => {
  const times = new DueTimes();
  times.lower(a, 20);
  expect(times.lower(a, 30)).toBe(false);
  expect(times.lower(a, 20)).toBe(false);
  expect(times.lower(a, 15)).toBe(true);
  times.lower({ ...a, region: 'us-east-1' }, 5);
  expect(times.first()).toEqual({ ...a, region: 'us-east-1', dueAt: 5 });
  expect(times.second()).toBe(15);
});
