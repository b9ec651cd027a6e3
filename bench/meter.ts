// Counts what is answered between the end of the warm-up and the end of the measurement.

import type { Measured } from './load.ts';

export class Meter {
  readonly #startsAt: number;
  readonly #endsAt: number;
  readonly #latenciesMs: number[] = [];
  #bytes = 0;
  #countInAll = 0;
  #lastAt: number;

  constructor(options: { readonly warmUpMs: number; readonly measureMs: number }) {
    this.#startsAt = performance.now() + options.warmUpMs;
    this.#endsAt = this.#startsAt + options.measureMs;
    this.#lastAt = this.#startsAt;
  }

  /** Returns the time, in milliseconds, so that the next request can begin with it. */
  answered(sentAt: number, bytes: number): number {
    const now = performance.now();
    this.#countInAll += 1;
    if (now >= this.#startsAt && now <= this.#endsAt) {
      this.#latenciesMs.push(now - sentAt);
      this.#bytes += bytes;
      this.#lastAt = now;
    }
    return now;
  }

  isOver(now: number): boolean {
    return now >= this.#endsAt;
  }

  result(): Measured {
    const sorted = Float64Array.from(this.#latenciesMs).toSorted();
    return {
      count: sorted.length,
      elapsedMs: this.#lastAt - this.#startsAt,
      bytes: this.#bytes,
      countInAll: this.#countInAll,
      p50Ms: quantile(sorted, 0.5),
      p99Ms: quantile(sorted, 0.99),
    };
  }
}

function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.floor(sorted.length * share)] ?? 0;
}
