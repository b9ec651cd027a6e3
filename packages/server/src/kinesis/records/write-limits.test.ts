import { expect, test } from 'vitest';
import { testSource } from '../../base/testing/test-source.ts';
import { WriteLimits } from './write-limits.ts';

test('a shard takes a thousand records a second', async () => {
  const clock = testSource();
  const limits = new WriteLimits(clock);
  const admitted = (): number =>
    Array.from({ length: 1500 }, () => limits.admit('a', 1)).filter(Boolean).length;
  expect(admitted()).toBe(1000);
  await clock.pass(500);
  expect(admitted()).toBe(500);
});

test('and a megabyte, or one larger record', async () => {
  const clock = testSource();
  const limits = new WriteLimits(clock);
  const half = 512 * 1024;
  expect([half, half, 1].map((bytes) => limits.admit('a', bytes))).toEqual([true, true, false]);
  expect(limits.admit('b', 4 * half)).toBe(true);
  expect(limits.admit('b', 1)).toBe(false);
  await clock.pass(2000);
  expect(limits.admit('b', 1)).toBe(true);
});

test('shards that owe nothing are forgotten', async () => {
  const clock = testSource();
  const limits = new WriteLimits(clock);
  for (const lane of ['a', 'b', 'c']) limits.admit(lane, 10);
  expect(limits.size).toBe(3);
  await clock.pass(1000);
  limits.admit('d', 10);
  expect(limits.size).toBe(1);
});
