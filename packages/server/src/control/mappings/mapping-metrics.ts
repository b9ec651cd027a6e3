// What event source mappings count and measure.

import type { TriggerCounts, TriggerMetrics } from '../../followers/triggers/trigger-report.ts';
import type { TriggerEngine } from '../../followers/triggers/trigger-engine.ts';
import type { Metric, MetricSource } from '../metrics/metric.ts';

/** Mappings by their UUIDs; none while nothing was ever run, and there is no engine. */
export function mappingMetrics(mappings: {
  readonly engine: Pick<TriggerEngine, 'metrics'> | undefined;
}): MetricSource {
  return {
    collect() {
      const all = mappings.engine?.metrics() ?? [];
      return [
        ...counters.map((counter) => counterMetric(all, counter)),
        recordsMetric(all),
        iteratorAge(all),
        latency(all),
      ];
    },
  };
}

interface Counter {
  readonly name: string;
  readonly help: string;
  readonly count: keyof TriggerCounts;
}

const counters: readonly Counter[] = [
  {
    name: 'headwater_mapping_invocations_total',
    help: 'Invocations of functions by event source mappings, whatever they answered.',
    count: 'invocations',
  },
  {
    name: 'headwater_mapping_errors_total',
    help: 'Invocations by event source mappings that failed as a whole.',
    count: 'errors',
  },
  {
    name: 'headwater_mapping_throttles_total',
    help: 'Invocations by event source mappings that were throttled.',
    count: 'throttles',
  },
  {
    name: 'headwater_mapping_retries_total',
    help: 'Invocations with records that had been handed out before.',
    count: 'retries',
  },
  {
    name: 'headwater_mapping_delivery_errors_total',
    help: 'Deliveries to a destination that failed.',
    count: 'deliveryErrors',
  },
];

function counterMetric(all: readonly TriggerMetrics[], { name, help, count }: Counter): Metric {
  const samples = all.map(({ uuid, counts }) => ({
    labels: { mapping: uuid },
    value: counts[count],
  }));
  return { name, help, type: 'counter', samples };
}

const outcomes = {
  filtered: 'recordsFiltered',
  processed: 'recordsProcessed',
  delivered: 'recordsDelivered',
  dropped: 'recordsDropped',
} as const satisfies Record<string, keyof TriggerCounts>;

function recordsMetric(all: readonly TriggerMetrics[]): Metric {
  return {
    name: 'headwater_mapping_records_total',
    help: 'Records that event source mappings are done with, by what became of them.',
    type: 'counter',
    samples: all.flatMap(({ uuid, counts }) =>
      Object.entries(outcomes).map(([outcome, count]) => ({
        labels: { mapping: uuid, outcome },
        value: counts[count],
      })),
    ),
  };
}

function iteratorAge(all: readonly TriggerMetrics[]): Metric {
  return {
    name: 'headwater_mapping_iterator_age_seconds',
    help: 'How old the last record of the newest batch was when its invocation ended.',
    type: 'gauge',
    samples: all.flatMap(({ uuid, iteratorAgeMs: ageMs }) =>
      ageMs === undefined ? [] : [{ labels: { mapping: uuid }, value: ageMs / 1000 }],
    ),
  };
}

function latency(all: readonly TriggerMetrics[]): Metric {
  return {
    name: 'headwater_mapping_latency_seconds',
    help: "From the commit of a batch's oldest record to the first invocation with it.",
    type: 'histogram',
    distributions: all.map(({ uuid, latency: { bounds, counts, sum } }) => ({
      labels: { mapping: uuid },
      bounds,
      counts,
      sum,
    })),
  };
}
