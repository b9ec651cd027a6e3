// A histogram of how long records wait for their function.

import type { Histogram } from '../trigger-report.ts';

/** Seconds: from a trigger that runs at once to one that is a day behind. */
const bounds = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600, 3600, 86_400,
];

export class Latencies {
  readonly #counts: number[] = bounds.map(() => 0).concat(0);
  #sum = 0;

  add(ms: number): void {
    const seconds = ms / 1000;
    const found = bounds.findIndex((bound) => seconds <= bound);
    const bucket = found < 0 ? bounds.length : found;
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#sum += seconds;
  }

  snapshot(): Histogram {
    return { bounds, counts: [...this.#counts], sum: this.#sum };
  }
}
