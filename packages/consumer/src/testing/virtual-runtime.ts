// A Runtime for tests: time stands still until everything waits for it, and then leaps to whoever is first.

import { createHash } from 'node:crypto';
import type { Runtime } from '../clock.ts';

export interface VirtualRuntime extends Runtime {
  /** Lets time pass, as far as needed, until the promise settles. */
  run<T>(until: Promise<T>): Promise<T>;
  /** Lets so much time pass. */
  pass(ms: number): Promise<void>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Work between two sleeps takes fewer turns of the event loop than this, without input and output. */
const quietTurns = 4;
const startAt = Date.UTC(2026, 0, 1);

export function virtualRuntime(seed = 'seed'): VirtualRuntime {
  let time = startAt;
  let calls = 0;
  let sleepers: Sleeper[] = [];

  /** Moves on to the next sleeper that is due by then; false when there is none. */
  async function step(by: number): Promise<boolean> {
    for (let turn = 0; turn < quietTurns; turn += 1) {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
    const [next] = sleepers.toSorted((a, b) => a.at - b.at);
    if (next === undefined || next.at > by) return false;
    sleepers = sleepers.filter((sleeper) => sleeper !== next);
    time = Math.max(time, next.at);
    next.wake();
    return true;
  }

  return {
    clock: {
      now: () => time,
      sleep: (ms, signal) =>
        new Promise((resolve, reject) => {
          signal?.throwIfAborted();
          const abort = (): void => {
            sleepers = sleepers.filter((other) => other !== sleeper);
            reject(signal?.reason as Error);
          };
          const sleeper = {
            at: time + ms,
            wake: () => {
              signal?.removeEventListener('abort', abort);
              resolve();
            },
          };
          signal?.addEventListener('abort', abort, { once: true });
          sleepers.push(sleeper);
        }),
    },
    randomBytes(size) {
      calls += 1;
      return createHash('shake256', { outputLength: size }).update(`${seed}/${calls}`).digest();
    },
    async run(until) {
      const end = new AbortController();
      const settle = (): void => end.abort();
      until.then(settle, settle);
      for (let steps = 0; !end.signal.aborted; steps += 1) {
        if (!(await step(Infinity)) && !end.signal.aborted) {
          throw new Error('Nothing is waited for, and it does not come.');
        }
        if (steps > 1_000_000) throw new Error('It does not come to an end.');
      }
      return until;
    },
    async pass(ms) {
      const until = time + ms;
      while (await step(until));
      time = until;
    },
  };
}
