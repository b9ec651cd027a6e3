// The calls of everyone in a simulation, one after another in an order that the seed decides: so a run repeats
// although calls go over the network, and each has happened before time moves on.

import type { SeededRandom } from '../../src/testing/seeded-random.ts';

export class Calls {
  readonly #random: SeededRandom;
  readonly #waiting: (() => Promise<void>)[] = [];
  #isRunning = false;
  #idle = Promise.withResolvers<void>();
  count = 0;

  constructor(random: SeededRandom) {
    this.#random = random;
    this.#idle.resolve();
  }

  run<T>(call: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => call().then(resolve, reject));
      void this.#work();
    });
  }

  /** All methods of the target go through here. */
  through<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (object, name) => {
        const value: unknown = Reflect.get(object, name, object);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) =>
          this.run(() => Promise.resolve(Reflect.apply(value, object, args)));
      },
    });
  }

  /** Resolves when none is under way, and what follows from the last ones is begun. */
  async settled(): Promise<void> {
    while (this.#isRunning) {
      await this.#idle.promise;
      await new Promise(setImmediate);
    }
  }

  async #work(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#idle = Promise.withResolvers();
    // Whoever calls at the same moment takes part in the draw.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) {
      const [call] = this.#waiting.splice(this.#random.below(this.#waiting.length), 1);
      this.count += 1;
      await call?.();
      await new Promise(setImmediate);
    }
    this.#isRunning = false;
    this.#idle.resolve();
  }
}
