// A Runtime whose time moves only when told and whose randomness follows from a seed: for tests, and
// for a server whose clock its user turns.

import { createHash } from 'node:crypto';
import type { Clock, Runtime } from './runtime.ts';

export interface ManualClock extends Clock {
  /** Moves time on by `ms`, waking each sleeper at its own moment, in the order they are due. */
  advance(ms: number): Promise<void>;
}

interface Sleeper {
  readonly wakeAt: number;
  readonly wake: () => void;
}

export function manualRuntime(
  options: { readonly seed?: string; readonly startAt?: number } = {},
): Runtime & { readonly clock: ManualClock } {
  return {
    clock: manualClock(options.startAt ?? Date.UTC(2026, 0, 1)),
    randomBytes: seededBytes(options.seed ?? 'headwater'),
  };
}

function manualClock(startAt: number): ManualClock {
  let time = startAt;
  const sleepers = new Set<Sleeper>();

  function nextDue(until: number): Sleeper | undefined {
    let next: Sleeper | undefined;
    for (const sleeper of sleepers) {
      if (sleeper.wakeAt <= until && (next === undefined || sleeper.wakeAt < next.wakeAt)) {
        next = sleeper;
      }
    }
    return next;
  }

  return {
    now: () => time,
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const sleeper: Sleeper = {
          wakeAt: time + ms,
          wake() {
            signal?.removeEventListener('abort', abort);
            resolve();
          },
        };
        const abort = (): void => {
          sleepers.delete(sleeper);
          reject(signal?.reason as Error);
        };
        signal?.addEventListener('abort', abort, { once: true });
        sleepers.add(sleeper);
      });
    },
    async advance(ms) {
      const until = time + ms;
      for (let due = nextDue(until); due !== undefined; due = nextDue(until)) {
        sleepers.delete(due);
        time = Math.max(time, due.wakeAt);
        due.wake();
        // What the sleeper does next may take turns of the event loop and sleep again before `until`.
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
      }
      time = until;
    },
  };
}

function seededBytes(seed: string): (size: number) => Uint8Array {
  let calls = 0;
  return (size) => {
    calls += 1;
    return createHash('shake256', { outputLength: size }).update(`${seed}/${calls}`).digest();
  };
}
