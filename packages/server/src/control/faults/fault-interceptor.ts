// Puts the faults that are in force between calls and operations.

import type { CallInterceptor, CheckedCall, Interference } from '../../api/call-interceptor.ts';
import type { Clock } from '../../base/runtime.ts';
import type { FaultRegistry } from './fault-registry.ts';

export class FaultInterceptor implements CallInterceptor, Disposable {
  readonly #registry: FaultRegistry;
  readonly #clock: Clock;
  readonly #stopping = new AbortController();

  constructor(registry: FaultRegistry, clock: Clock) {
    this.#registry = registry;
    this.#clock = clock;
  }

  get active(): boolean {
    return this.#registry.active;
  }

  async intercept(call: CheckedCall): Promise<Interference | undefined> {
    const { latencyMs, interference } = this.#registry.decide(call);
    if (latencyMs > 0) await this.#wait(latencyMs);
    return interference;
  }

  /** Lets go of the calls that wait: a server that stops on a clock that stands would never end them. */
  [Symbol.dispose](): void {
    this.#stopping.abort();
  }

  async #wait(latencyMs: number): Promise<void> {
    const { signal } = this.#stopping;
    try {
      await this.#clock.sleep(latencyMs, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
