// A mapping's settings in the words of the consumer library.

import type { BatchOptions, ConsumerOptions, FailurePolicy } from '@headwater/consumer';
import type {
  EventSourceMapping,
  MappingSettings,
} from '../../lambda/mappings/event-source-mapping.ts';
import { envelopeBytes, mostPayloadBytes, windowPartBytes } from './handler/event-payload.ts';
import { aDayMs } from './intervals.ts';
import type { TriggerRecord } from './sources/trigger-source.ts';
import { mostStateBytes } from './windows/window-answer.ts';

type Options = ConsumerOptions<TriggerRecord>;

/** How soon after a batch its position is written: behind the work, and many batches at once. */
const checkpointMs = 10;
/** Records of a shard that are read ahead at least. */
const leastBuffer = 500;
/** AWS backs off too, and tells nobody how. */
const backOff = { baseMs: 100, maxMs: 30_000 };

export function consumerSettings(
  mapping: EventSourceMapping,
): Pick<
  Options,
  | 'application'
  | 'worker'
  | 'position'
  | 'batch'
  | 'concurrencyPerShard'
  | 'leases'
  | 'sourceBackOff'
> & { readonly failure: Omit<FailurePolicy<TriggerRecord>, 'onGivenUp'> } {
  const { uuid, startingPosition, settings } = mapping;
  return {
    application: uuid,
    // The same after each restart: nobody else has its leases, so it need not wait until they expire.
    worker: 'headwater',
    position: startingPosition,
    batch: batchOptions(settings),
    // A window has one state, so its batches come one after another.
    concurrencyPerShard: settings.tumblingWindowSeconds > 0 ? 1 : settings.parallelizationFactor,
    failure: failurePolicy(settings),
    leases: {
      checkpointMs,
      durationMs: 7 * aDayMs,
      renewMs: aDayMs,
      balanceMs: aDayMs,
      shardSyncMs: aDayMs,
    },
    sourceBackOff: backOff,
  };
}

function batchOptions(settings: MappingSettings): BatchOptions {
  const { batchSize, batchingWindowSeconds, tumblingWindowSeconds } = settings;
  const beside = tumblingWindowSeconds > 0 ? mostStateBytes + windowPartBytes : 0;
  return {
    size: batchSize,
    bytes: mostPayloadBytes - envelopeBytes - beside,
    windowMs: batchingWindowSeconds * 1000,
    buffer: Math.max(2 * batchSize, leastBuffer),
  };
}

function failurePolicy(settings: MappingSettings): FailurePolicy<TriggerRecord> {
  const { maximumRetryAttempts, maximumRecordAgeSeconds, bisectBatchOnFunctionError } = settings;
  return {
    ...(maximumRetryAttempts < 0 ? {} : { maxAttempts: maximumRetryAttempts + 1 }),
    ...(maximumRecordAgeSeconds < 0 ? {} : { maxAgeMs: maximumRecordAgeSeconds * 1000 }),
    bisect: bisectBatchOnFunctionError,
    backOff,
  };
}
