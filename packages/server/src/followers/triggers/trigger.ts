// One mapping at work: a consumer of its stream that hands batches to its function. A trigger starts and stops
// once; with other settings, another one goes on from its position.

import {
  type ConsumerEvent,
  type ConsumerState,
  type LeaseStore,
  type Source,
  StreamConsumer,
} from '@headwater/consumer';
import type { Logger } from '../../base/logger.ts';
import type { Runtime } from '../../base/runtime.ts';
import type { Invocations } from '../../lambda/functions/invocations.ts';
import type { EventSourceMapping } from '../../lambda/mappings/event-source-mapping.ts';
import type { Store } from '../../store/store.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { Activity } from './activity.ts';
import { consumerSettings } from './consumer-options.ts';
import { batchHandler } from './handler/batch-handler.ts';
import { FailureDelivery } from './handler/failure-delivery.ts';
import { MappedFunction } from './handler/mapped-function.ts';
import type { TriggerJournal } from './journal/trigger-journal.ts';
import { forgetWindows } from './positions/store-leases.ts';
import { recordFilter } from './record-filter.ts';
import type { TriggerRecord, TriggerSource } from './sources/trigger-source.ts';
import { WindowedHandler } from './windows/windowed-handler.ts';
import { type OpenWindow, WindowStates } from './windows/window-states.ts';

/** What all triggers of an engine share. */
export interface EngineParts {
  /** Counted by `activity`. */
  readonly store: Store;
  readonly activity: Activity;
  readonly invocations: Pick<Invocations, 'invoke'>;
  readonly delivery: Pick<Delivery, 'deliver'>;
  readonly runtime: Runtime;
  readonly log: Logger;
}

export interface TriggerParts extends EngineParts {
  readonly mapping: EventSourceMapping;
  readonly source: TriggerSource;
  readonly leases: LeaseStore;
  readonly journal: TriggerJournal;
  onResult(lastProcessingResult: string): void;
}

export class Trigger {
  readonly #parts: TriggerParts;
  readonly #states: WindowStates;
  readonly #consumer: StreamConsumer<TriggerRecord>;

  constructor(parts: TriggerParts) {
    const { mapping, source, leases, runtime, store, journal } = parts;
    const { tumblingWindowSeconds, reportBatchItemFailures: reportsFailures } = mapping.settings;
    this.#parts = parts;
    this.#states = new WindowStates(store, mapping.uuid);
    const mapped = new MappedFunction(parts);
    const windowMs = tumblingWindowSeconds * 1000;
    const windowed =
      windowMs === 0
        ? undefined
        : new WindowedHandler(mapped, this.#states, {
            windowMs,
            eventSourceArn: source.name,
            reportsFailures,
          });
    const failures = new FailureDelivery({ ...parts, kind: source.kind });
    const filter = recordFilter(mapping.settings.filters, source);
    const settings = consumerSettings(mapping);
    journal.areWhole = filter === undefined && settings.concurrencyPerShard === 1;
    this.#consumer = new StreamConsumer<TriggerRecord>({
      ...settings,
      source: counted(source, journal),
      store: leases,
      runtime,
      handler: windowed?.handle ?? batchHandler(mapped, { reportsFailures }),
      ...(filter === undefined ? {} : { filter }),
      ...(windowed === undefined
        ? {}
        : { watermarks: { everyMs: windowMs, onWatermark: windowed.onWatermark } }),
      failure: { ...settings.failure, onGivenUp: (letter) => failures.take(letter) },
      onEvent: (event) => this.#heard(event),
    });
  }

  /** As `TriggerEngine.start` says. */
  async start(): Promise<void> {
    const { mapping, store } = this.#parts;
    if (mapping.settings.tumblingWindowSeconds === 0) await forgetWindows(store, mapping.uuid);
    await this.#consumer.start();
  }

  /** Whether all that the stream had is processed, and nothing will come. Rejects when it cannot go on. */
  async ended(): Promise<boolean> {
    return (await this.#consumer.done) === 'stream-ended';
  }

  /** Between two batches; or at once, so that what is with the function is handed out again. */
  async stop({ isAbandoned }: { readonly isAbandoned: boolean }): Promise<void> {
    await this.#consumer.stop({ batches: isAbandoned ? 'abandon' : 'finish' });
    this.#parts.journal.stopped();
  }

  state(): ConsumerState {
    return this.#consumer.state();
  }

  windowOf(shardId: string): OpenWindow | undefined {
    return this.#states.openOf(shardId);
  }

  #heard(event: ConsumerEvent): void {
    const { journal, log, mapping, activity } = this.#parts;
    const { uuid } = mapping;
    switch (event.type) {
      case 'records-filtered':
        journal.filtered(event.records.length);
        break;
      case 'batch-failed': {
        const { shardId, firstFailed: first, bisected: isCut, retryInMs } = event;
        // Otherwise it was the last attempt.
        if (isCut || retryInMs > 0) journal.retrying({ shardId, first }, { retryInMs, isCut });
        break;
      }
      case 'batch-not-started': {
        const { shardId, first, retryInMs } = event;
        journal.retrying({ shardId, first }, { retryInMs, isCut: false });
        break;
      }
      case 'watermark-failed': {
        const { shardId, error, retryInMs } = event;
        const problem = error instanceof Error ? error.message : String(error);
        journal.windowStuck(shardId, { problem, retryInMs });
        break;
      }
      case 'shard-finished':
        journal.forgetShard(event.shardId);
        if (mapping.settings.tumblingWindowSeconds > 0) {
          void activity.track(() => this.#forgetWindow(event.shardId));
        }
        break;
      case 'gap':
        log.warn('Records of a stream went before their trigger read them', {
          mapping: uuid,
          ...event,
        });
        break;
      case 'source-error':
      case 'store-error':
        log.warn('A trigger could not read or write, and tries again', { mapping: uuid, ...event });
        break;
      default:
    }
  }

  /** One that is left lies there until the mapping is forgotten. */
  async #forgetWindow(shardId: string): Promise<void> {
    const { log, mapping } = this.#parts;
    try {
      await this.#states.remove(shardId);
    } catch (error) {
      log.warn('The state of a finished shard is left behind', {
        mapping: mapping.uuid,
        shardId,
        error,
      });
    }
  }
}

/** The source as the consumer needs it, with what it reads counted. */
function counted(source: TriggerSource, journal: TriggerJournal): Source<TriggerRecord> {
  return {
    name: source.name,
    polling: source.polling,
    hasTimestamps: source.hasTimestamps,
    listShards: (signal) => source.listShards(signal),
    openIterator: (...asked) => source.openIterator(...asked),
    async getRecords(...asked) {
      const page = await source.getRecords(...asked);
      journal.read(page.records.length);
      return page;
    },
    awaitRecords: async (...asked) => source.awaitRecords?.(...asked),
  };
}
