// The options of a consumer, with what applies where nothing was said.

import type { BackOff } from './back-off.ts';
import type { Runtime } from './clock.ts';
import type { ConsumerEvent } from './events.ts';
import type { FailurePolicy } from './failure-policy.ts';
import type { Handler } from './handler.ts';
import type { LeaseStore } from './lease-store.ts';
import { memoryLeases } from './leases/memory-leases.ts';
import type { BatchOptions, ConsumerOptions, LeaseOptions } from './options.ts';
import type { StartPosition } from './positions.ts';
import type { Source, StreamRecord } from './source.ts';
import type { WatermarkOptions } from './watermark.ts';
import { systemRuntime } from './system-runtime.ts';

export interface Settings<R extends StreamRecord> {
  readonly application: string;
  readonly source: Source<R>;
  readonly store: LeaseStore;
  readonly handler: Handler<R>;
  readonly filter: ((record: R) => boolean) | undefined;
  readonly position: StartPosition;
  readonly batch: Required<BatchOptions>;
  readonly concurrencyPerShard: number;
  readonly watermarks: Required<WatermarkOptions> | undefined;
  readonly failure: FailurePolicy<R>;
  readonly leases: Required<LeaseOptions>;
  readonly sourceBackOff: BackOff;
  readonly worker: string;
  readonly runtime: Runtime;
  readonly onEvent: (event: ConsumerEvent) => void;
}

/** @throws RangeError that names the option which makes no sense */
export function settingsOf<R extends StreamRecord>(
  options: ConsumerOptions<R>,
  handler: Handler<R>,
): Settings<R> {
  const { runtime = systemRuntime(), failure = {} } = options;
  atLeast(1, 'failure.maxAttempts', failure.maxAttempts ?? 1);
  atLeast(0, 'failure.maxAgeMs', failure.maxAgeMs ?? 0);
  if (options.application === '') {
    throw new RangeError('application is empty: name the work that the consumer does.');
  }
  const concurrencyPerShard = Math.floor(
    atLeast(1, 'concurrencyPerShard', options.concurrencyPerShard ?? 1),
  );
  return {
    application: options.application,
    source: options.source,
    store: options.store ?? memoryLeases(),
    handler,
    filter: options.filter,
    position: options.position ?? 'TRIM_HORIZON',
    batch: batchSettings(options.batch),
    concurrencyPerShard,
    watermarks: watermarkSettings(options.watermarks, concurrencyPerShard),
    failure,
    leases: leaseSettings(options.leases),
    sourceBackOff: options.sourceBackOff ?? { baseMs: 250, maxMs: 20_000 },
    worker: options.worker ?? randomName(runtime),
    runtime,
    onEvent: options.onEvent ?? (() => {}),
  };
}

function batchSettings(options: BatchOptions = {}): Required<BatchOptions> {
  const size = atLeast(1, 'batch.size', options.size ?? 100);
  const bytes = atLeast(1, 'batch.bytes', options.bytes ?? 6 * 2 ** 20);
  return {
    size,
    bytes,
    windowMs: atLeast(0, 'batch.windowMs', options.windowMs ?? 0),
    // While one batch is in the handler, the next one fills.
    buffer: Math.max(atLeast(1, 'batch.buffer', options.buffer ?? 2000), 2 * size),
    bufferBytes: Math.max(atLeast(1, 'batch.bufferBytes', options.bufferBytes ?? 1), 2 * bytes),
  };
}

function watermarkSettings(
  options: WatermarkOptions | undefined,
  concurrencyPerShard: number,
): Required<WatermarkOptions> | undefined {
  if (options === undefined) return undefined;
  if (concurrencyPerShard > 1) {
    throw new RangeError(
      `concurrencyPerShard is ${concurrencyPerShard}, but watermarks need the records of a shard in one order: leave it at 1.`,
    );
  }
  const { everyMs, graceMs = 0, onWatermark } = options;
  return {
    everyMs: atLeast(1, 'watermarks.everyMs', everyMs),
    graceMs: atLeast(0, 'watermarks.graceMs', graceMs),
    onWatermark,
  };
}

function leaseSettings(options: LeaseOptions = {}): Required<LeaseOptions> {
  const durationMs = atLeast(10, 'leases.durationMs', options.durationMs ?? 10_000);
  const renewMs = atLeast(1, 'leases.renewMs', options.renewMs ?? durationMs / 3);
  if (renewMs >= durationMs) {
    throw new RangeError(
      `leases.renewMs is ${renewMs}, but leases last ${durationMs} ms: they would be lost before they are renewed.`,
    );
  }
  return {
    durationMs,
    renewMs,
    balanceMs: atLeast(1, 'leases.balanceMs', options.balanceMs ?? durationMs / 3),
    shardSyncMs: atLeast(1, 'leases.shardSyncMs', options.shardSyncMs ?? 60_000),
    checkpointMs: atLeast(0, 'leases.checkpointMs', options.checkpointMs ?? 1000),
    max: atLeast(1, 'leases.max', options.max ?? Infinity),
    clockSkewMs: atLeast(0, 'leases.clockSkewMs', options.clockSkewMs ?? 10_000),
  };
}

function atLeast(least: number, name: string, value: number): number {
  if (value >= least) return value;
  throw new RangeError(`${name} is ${value}; it takes a number of at least ${least}.`);
}

function randomName({ randomBytes }: Runtime): string {
  return Array.from(randomBytes(8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
