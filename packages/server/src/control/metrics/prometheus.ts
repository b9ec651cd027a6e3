// Shows metrics in the text format of Prometheus, with those of the process itself. The library is loaded
// with the first scrape: who never asks does not pay for it.

import type * as PromClient from 'prom-client';
import type { Distribution, Metric } from './metric.ts';

export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

/** What the library calls a metric in JSON; it shows it as it is. */
interface JsonMetric {
  readonly name: string;
  readonly help: string;
  readonly type: Metric['type'];
  /** What becomes of values that several metrics of one name have under the same labels. */
  readonly aggregator: 'sum';
  readonly values: readonly {
    readonly labels: Readonly<Record<string, string | number>>;
    readonly value: number;
    readonly metricName?: string;
  }[];
}

export async function exposition(metrics: readonly Metric[]): Promise<Exposition> {
  const client = await import('prom-client');
  const own = client.AggregatorRegistry.aggregate([metrics.map(jsonMetric)]);
  const texts = await Promise.all([own.metrics(), processMetrics(client).metrics()]);
  return { contentType: own.contentType, text: texts.join('\n') };
}

function jsonMetric(metric: Metric): JsonMetric {
  const { name, help, type } = metric;
  const values =
    metric.type === 'histogram'
      ? metric.distributions.flatMap((distribution) => seriesOf(name, distribution))
      : metric.samples.map(({ labels = {}, value }) => ({ labels, value }));
  return { name, help, type, aggregator: 'sum', values };
}

/** Prometheus wants each bucket to hold those below it too, and the last one everything. */
function seriesOf(name: string, distribution: Distribution): JsonMetric['values'] {
  const { labels = {}, bounds, counts, sum } = distribution;
  let total = 0;
  const buckets = counts.map((count, index) => ({
    metricName: `${name}_bucket`,
    labels: { ...labels, le: bounds[index] ?? '+Inf' },
    value: (total += count),
  }));
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: total },
  ];
}

/**
 * One registry, however many servers the process runs: it measures the process, and its observers of the
 * event loop and the garbage collector stay until the process ends.
 */
let processRegistry: PromClient.Registry | undefined;

function processMetrics({ Registry, collectDefaultMetrics }: typeof PromClient) {
  if (processRegistry === undefined) {
    processRegistry = new Registry();
    collectDefaultMetrics({ register: processRegistry });
  }
  return processRegistry;
}
