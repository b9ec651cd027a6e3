// Runs of several workers against a real server, its clock turned by the run: splits, rollovers, trims, expired
// iterators, throttled, failing and cut calls, lease stores that fail, workers that stall, crash, leave and join.
// What is checked is in history.ts. `npm run sim -- --seed N` repeats a run, `--seeds N` does many.

import { expect, test } from 'vitest';
import { simulate } from './simulate.ts';

test.each(Array.from({ length: 25 }, (_, seed) => [seed]))(
  'nothing is lost, in order, again only where that may be, and shared evenly; seed %i',
  async (seed) => {
    const { problems, counts } = await simulate(seed);
    expect(problems, `npm run sim -- --seed ${seed}`).toEqual([]);
    expect(counts['processed']).toBeGreaterThan(0);
  },
);
