import { expect, test } from 'vitest';
import { Latencies } from './latencies.ts';

test('each falls into the first bucket that reaches up to it', () => {
  const latencies = new Latencies();
  for (const ms of [0, 1, 2, 86_400_000, 86_400_001]) latencies.add(ms);
  const { bounds, counts, sum } = latencies.snapshot();
  expect(counts).toHaveLength(bounds.length + 1);
  expect(counts.slice(0, 2)).toEqual([2, 1]);
  expect(counts.slice(-2)).toEqual([1, 1]);
  expect(sum).toBeCloseTo(172_800.004);
});
