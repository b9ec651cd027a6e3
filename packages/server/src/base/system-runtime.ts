// The Runtime of production: the machine's own clock and randomness.

import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock, Runtime } from './runtime.ts';

export function systemRuntime(): Runtime {
  return { clock: systemClock(), randomBytes };
}

function systemClock(): Clock {
  let latest = 0;
  return {
    now() {
      latest = Math.max(latest, Date.now());
      return latest;
    },
    async sleep(ms, signal) {
      await wait(ms, undefined, signal === undefined ? {} : { signal });
    },
  };
}
