// Who has something to tell when metrics are asked for.

import type { Metric, MetricSource } from './metric.ts';

export class MetricRegistry implements MetricSource {
  readonly #sources: MetricSource[] = [];

  add(...sources: readonly MetricSource[]): void {
    this.#sources.push(...sources);
  }

  /** Rejects when a source does. */
  async collect(): Promise<Metric[]> {
    const collected = await Promise.all(this.#sources.map(async (source) => source.collect()));
    return collected.flat();
  }
}
