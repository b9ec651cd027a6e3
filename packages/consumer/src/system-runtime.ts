// The Runtime of production: the machine's own clock and randomness, with what every platform has.

import type { Runtime } from './clock.ts';

export function systemRuntime(): Runtime {
  return {
    clock: { now: steadyNow(), sleep },
    randomBytes: (size) => crypto.getRandomValues(new Uint8Array(size)),
  };
}

/**
 * The wall clock at first; from then on it advances by what the wall clock or the steady clock does,
 * whichever is more. Put back by an hour, the wall clock would stand still for that hour, and with it every
 * lease; the steady clock stands still while some machines sleep, and with it the age of their leases.
 */
function steadyNow(): () => number {
  let wall = Date.now();
  let steady = performance.now();
  let time = wall;
  return () => {
    const wallNow = Date.now();
    const steadyNow = performance.now();
    time += Math.max(0, wallNow - wall, steadyNow - steady);
    wall = wallNow;
    steady = steadyNow;
    return Math.floor(time);
  };
}

/** Node's timers take a day or two for one millisecond when asked for more than this. */
const longestTimerMs = 2 ** 31 - 1;

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      },
      Math.min(Math.max(0, ms), longestTimerMs),
    );
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', abort, { once: true });
  });
}
