// A process as a test sees it from outside: it may be stopped, go on, or be killed, at any await.

import type { Runtime } from '../clock.ts';

export interface Process {
  readonly runtime: Runtime;
  /** What it calls: calls and answers wait while the process is stopped. */
  inside<T extends object>(target: T): T;
  /** As SIGSTOP: nothing in it goes on, while time does. */
  pause(): void;
  resume(): void;
}

export function process(outer: Runtime): Process {
  let goOn: Promise<void> = Promise.resolve();
  let release: (() => void) | undefined;
  /** Another pause may have begun while it waited. */
  async function running(): Promise<void> {
    for (let seen: unknown; seen !== goOn;) {
      seen = goOn;
      await goOn;
    }
  }
  return {
    runtime: {
      clock: {
        now: () => outer.clock.now(),
        async sleep(ms, signal) {
          await outer.clock.sleep(ms, signal);
          await running();
        },
      },
      randomBytes: (size) => outer.randomBytes(size),
    },
    inside<T extends object>(target: T): T {
      return new Proxy(target, {
        get(object, name) {
          const value: unknown = Reflect.get(object, name, object);
          if (typeof value !== 'function') return value;
          return async (...args: unknown[]) => {
            await running();
            try {
              return await Reflect.apply(value, object, args);
            } finally {
              await running();
            }
          };
        },
      });
    },
    pause() {
      if (release !== undefined) return;
      goOn = new Promise((resolve) => {
        release = resolve;
      });
    },
    resume() {
      release?.();
      release = undefined;
    },
  };
}
