// The numbers of a consumer as OpenTelemetry metrics, through the API alone: whichever SDK the process
// registered exports them, and without one nothing happens.

import { type Attributes, type Meter, metrics as globalMetrics } from '@opentelemetry/api';
import type { ConsumerMetrics } from './metrics.ts';
import type { ConsumerState } from './state.ts';

/** A `StreamConsumer`, of any kind of records. */
export interface Observed {
  metrics(): ConsumerMetrics;
  state(): ConsumerState;
}

interface Instrument {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly isCounter: boolean;
  values(metrics: ConsumerMetrics): readonly (readonly [number, Attributes?])[];
}

const counter = (
  name: string,
  description: string,
  value: (metrics: ConsumerMetrics) => number,
  unit = '{record}',
): Instrument => ({
  name,
  description,
  unit,
  isCounter: true,
  values: (metrics) => [[value(metrics)]],
});

const gauge = (
  name: string,
  description: string,
  unit: string,
  values: Instrument['values'],
): Instrument => ({ name, description, unit, isCounter: false, values });

const instruments: readonly Instrument[] = [
  counter('records_read', 'Records read from the stream', (metrics) => metrics.recordsRead),
  counter('bytes_read', 'Bytes of the records read', (metrics) => metrics.bytesRead, 'By'),
  counter('records_processed', 'Records that are processed', (metrics) => metrics.recordsProcessed),
  counter('records_filtered', 'Records rejected by the filter', (all) => all.recordsFiltered),
  counter(
    'records_given_up',
    'Records given up by the policy',
    (metrics) => metrics.recordsGivenUp,
  ),
  counter('batches', 'Calls of the handler', (metrics) => metrics.batches, '{batch}'),
  counter('retries', 'Calls of the handler that were retries', ({ retries }) => retries, '{batch}'),
  counter('gaps', 'Times that records were trimmed unread', ({ gaps }) => gaps, '{gap}'),
  counter('leases_lost', 'Leases lost to others', ({ leasesLost }) => leasesLost, '{lease}'),
  counter('shards_finished', 'Shards read to the end', (all) => all.shardsFinished, '{shard}'),
  counter('store_errors', 'Failed calls of the store', ({ storeErrors }) => storeErrors, '{error}'),
  {
    name: 'source_errors',
    description: 'Failed calls of the source, by kind',
    unit: '{error}',
    isCounter: true,
    values: ({ sourceErrors }) =>
      Object.entries(sourceErrors).map(([kind, count]) => [count, { kind }] as const),
  },
  gauge('leases', 'Leases of this worker', '{lease}', ({ leases }) => [[leases]]),
  gauge('workers', 'Workers that seem to be alive', '{worker}', ({ workers }) => [[workers]]),
  gauge('lag', 'Age of the oldest record not processed', 'ms', ({ shards }) =>
    shards.map(({ shardId, lagMs }) => [lagMs, { shard: shardId }] as const),
  ),
  gauge('lag_records', 'Records read and not processed', '{record}', ({ shards }) =>
    shards.map(({ shardId, lagRecords }) => [lagRecords, { shard: shardId }] as const),
  ),
];

/**
 * Registers the metrics `headwater.consumer.*` with the attributes `application`, `stream` and `worker`. Returns
 * the function that ends it. @param meter by default that of the global provider
 */
export function observeConsumer(
  consumer: Observed,
  meter: Meter = globalMetrics.getMeter('@headwater/consumer'),
): () => void {
  const made = instruments.map((instrument) => {
    const { description, unit } = instrument;
    const name = `headwater.consumer.${instrument.name}`;
    return instrument.isCounter
      ? meter.createObservableCounter(name, { description, unit })
      : meter.createObservableGauge(name, { description, unit });
  });
  const { application, stream, worker } = consumer.state();
  const common = { application, stream, worker };
  const observe: Parameters<Meter['addBatchObservableCallback']>[0] = (result) => {
    const snapshot = consumer.metrics();
    for (const [index, { values }] of instruments.entries()) {
      const observable = made[index];
      if (observable === undefined) continue;
      for (const [value, own] of values(snapshot)) {
        result.observe(observable, value, { ...common, ...own });
      }
    }
  };
  meter.addBatchObservableCallback(observe, made);
  return () => meter.removeBatchObservableCallback(observe, made);
}
