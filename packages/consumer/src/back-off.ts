// How long to wait before the next attempt: doubling, bounded, and with full jitter, so that many that
// failed together do not come back together.

import type { Runtime } from './clock.ts';

export interface BackOff {
  /** The longest pause before the second attempt. */
  readonly baseMs: number;
  readonly maxMs: number;
}

/** `failures` in a row so far, 1 or more. Milliseconds, between 1 and the bound. */
export function backOffMs(failures: number, { baseMs, maxMs }: BackOff, runtime: Runtime): number {
  // The exponent is bounded so that the power stays finite.
  const bound = Math.min(maxMs, baseMs * 2 ** Math.min(failures - 1, 40));
  return Math.max(1, Math.ceil(randomFraction(runtime) * bound));
}

/** At least 0, below 1. */
export function randomFraction(runtime: Runtime): number {
  let value = 0;
  for (const byte of runtime.randomBytes(4)) value = value * 256 + byte;
  return value / 2 ** 32;
}
