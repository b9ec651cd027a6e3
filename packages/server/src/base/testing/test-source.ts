// A clock for tests of what is built on one: time passes when the test says so, and it tells who waits.

import type { Clock } from '../runtime.ts';

interface Waiter {
  readonly until: number;
  readonly wake: () => void;
  readonly fail: (error: Error) => void;
}

export interface TestSource extends Clock {
  /** Lets so many milliseconds pass, wakes who has waited long enough, and lets them run. */
  pass(ms: number): Promise<void>;
  /** Lets so many milliseconds pass while the event loop is busy: nobody is woken yet. */
  jump(ms: number): void;
  /** Wakes all who wait although they have not waited long enough, and lets them run. */
  wakeEarly(): Promise<void>;
  /** Fails all who wait or will. */
  break(error: Error): void;
  /** How long those who wait still have to, in milliseconds. */
  readonly waiting: readonly number[];
}

export function testSource(startAt = 0): TestSource {
  let time = startAt;
  let broken: Error | undefined;
  const waiters = new Set<Waiter>();

  function wakeWhere(isOver: (waiter: Waiter) => boolean): Promise<void> {
    for (const waiter of waiters) {
      if (!isOver(waiter)) continue;
      waiters.delete(waiter);
      waiter.wake();
    }
    return new Promise((resolve) => {
      setImmediate(resolve);
    });
  }

  return {
    now: () => time,
    sleep(ms, signal) {
      if (broken !== undefined) return Promise.reject(broken);
      return new Promise((wake, fail) => {
        const waiter: Waiter = { until: time + ms, wake, fail };
        waiters.add(waiter);
        signal?.addEventListener('abort', () => {
          waiters.delete(waiter);
          fail(signal.reason as Error);
        });
      });
    },
    pass(ms) {
      time += ms;
      return wakeWhere(({ until }) => until <= time);
    },
    jump(ms) {
      time += ms;
    },
    wakeEarly: () => wakeWhere(() => true),
    break(error) {
      broken = error;
      for (const { fail } of waiters) fail(error);
      waiters.clear();
    },
    get waiting() {
      return [...waiters].map(({ until }) => until - time);
    },
  };
}
