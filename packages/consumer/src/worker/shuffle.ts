// Workers that look at the same list begin at different places, so that they seldom want the same lease.

import { randomFraction } from '../back-off.ts';
import type { Runtime } from '../clock.ts';

/** A copy in a random order (Fisher and Yates). */
export function shuffled<T>(values: readonly T[], runtime: Runtime): T[] {
  const copy = [...values];
  for (let end = copy.length - 1; end > 0; end -= 1) {
    const index = Math.floor(randomFraction(runtime) * (end + 1));
    [copy[end], copy[index]] = [copy[index] as T, copy[end] as T];
  }
  return copy;
}
