// A Runtime whose time moves only when told, unless its clock is resumed, and whose randomness follows
// from a seed: for tests.

import { createHash } from 'node:crypto';
import type { Runtime } from './runtime.ts';
import { systemClock } from './system-runtime.ts';
import { type TurnableClock, turnableClock } from './turnable-clock.ts';

/** Frozen at `startAt`, in epoch milliseconds: the beginning of 2026 unless given. */
export function manualRuntime(
  options: { readonly seed?: string; readonly startAt?: number } = {},
): Runtime & { readonly clock: TurnableClock } {
  const { startAt = Date.UTC(2026, 0, 1) } = options;
  const clock = turnableClock({ source: systemClock(), startAt, frozen: true });
  return {
    clock,
    monotonicNow: () => clock.now(),
    randomBytes: seededBytes(options.seed ?? 'headwater'),
  };
}

function seededBytes(seed: string): (size: number) => Uint8Array {
  let calls = 0;
  return (size) => {
    calls += 1;
    return createHash('shake256', { outputLength: size }).update(`${seed}/${calls}`).digest();
  };
}
