// The Runtime of production: the machine's own clock and randomness.

import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock, Runtime } from './runtime.ts';

export function systemRuntime(): Runtime {
  return { clock: systemClock(), monotonicNow: () => performance.now(), randomBytes };
}

/** Timers of Node.js cannot wait longer. */
const longestTimerMs = 2 ** 31 - 1;

export function systemClock(): Clock {
  let latest = 0;
  return {
    now() {
      latest = Math.max(latest, Date.now());
      return latest;
    },
    async sleep(ms, signal) {
      const options = signal === undefined ? {} : { signal };
      let left = ms;
      for (; left > longestTimerMs; left -= longestTimerMs) {
        await wait(longestTimerMs, undefined, options);
      }
      await wait(left, undefined, options);
    },
  };
}
