// The first steps of a worker: which shards there are, and where its application began.

import { backOffMs } from '../back-off.ts';
import type { ConsumerEvent } from '../events.ts';
import type { ApplicationStart } from '../lease-store.ts';
import { applicationStart } from '../lineage/application-start.ts';
import { rest } from '../rest.ts';
import type { Settings } from '../settings.ts';
import type { ShardListing, StreamRecord } from '../source.ts';
import { type SourceError, toSourceError } from '../source-error.ts';

export interface Started {
  readonly start: ApplicationStart;
  readonly listing: ShardListing;
}

export interface StartOptions {
  readonly signal: AbortSignal;
  readonly emit: (event: ConsumerEvent) => void;
}

/** Later failures are survived; at the start, who waits for it should hear of them soon. */
const maxAttempts = 6;

/**
 * @throws SourceError, and what the store throws, when trying again did not help; Error when the application
 * follows another stream
 */
export async function startApplication<R extends StreamRecord>(
  settings: Settings<R>,
  options: StartOptions,
): Promise<Started> {
  const { application, source, store, position, runtime } = settings;
  const listing = await fromSource(settings, options, () => source.listShards(options.signal));
  const own = {
    stream: source.name,
    ...applicationStart(position, listing.shards, runtime.clock.now()),
  };
  const start = await fromStore(settings, options, () => store.begin(application, own));
  // The leases of another stream's shards would be taken for shards that are gone, and finished.
  if (start.stream !== undefined && start.stream !== source.name) {
    throw new Error(
      `The application ${application} follows ${start.stream}. To follow ${source.name}, give it another name: ` +
        'leases and checkpoints are kept by application.',
    );
  }
  return { start, listing };
}

/** Calls the store until it answers, a few times. @throws what the store throws */
export async function fromStore<R extends StreamRecord, T>(
  { runtime, sourceBackOff }: Settings<R>,
  { signal, emit }: StartOptions,
  call: () => Promise<T>,
): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await call();
    } catch (error) {
      if (failures >= maxAttempts || signal.aborted) throw error;
      emit({ type: 'store-error', error });
      await rest(runtime.clock, backOffMs(failures, sourceBackOff, runtime), { signal });
    }
  }
}

async function fromSource<R extends StreamRecord, T>(
  { runtime, sourceBackOff }: Settings<R>,
  { signal, emit }: StartOptions,
  call: () => Promise<T>,
): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await call();
    } catch (thrown) {
      const error = toSourceError(thrown);
      if (failures >= maxAttempts || !mayPass(error) || signal.aborted) throw error;
      const retryInMs = backOffMs(failures, sourceBackOff, runtime);
      emit({ type: 'source-error', error, retryInMs });
      await rest(runtime.clock, retryInMs, { signal });
    }
  }
}

function mayPass({ kind }: SourceError): boolean {
  return kind === 'throttled' || kind === 'unavailable';
}
