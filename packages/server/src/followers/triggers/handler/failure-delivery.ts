// What becomes of records that are given up: their destination gets a document, or they are discarded.
//
// While a destination does not take it, the shard waits and it is sent again, with back-off: what is given up
// may be all that is known of a failure. That ends after `patienceMs`, so that a destination which is gone
// does not hold up the shard for ever; what is discarded then is in the log and in the journal, and the records
// can be read from the stream while it keeps them. (Lambda sends once, and counts DestinationDeliveryFailures.)

import type { DeadLetter } from '@headwater/consumer';
import type { Logger } from '../../../base/logger.ts';
import type { Runtime } from '../../../base/runtime.ts';
import { randomUuid } from '../../../base/uuid.ts';
import type { EventSourceMapping } from '../../../lambda/mappings/event-source-mapping.ts';
import type { Delivery, FailedBatch } from '../../delivery/delivery.ts';
import type { Activity } from '../activity.ts';
import type { TriggerJournal } from '../journal/trigger-journal.ts';
import type { TriggerRecord, TriggerSource } from '../sources/trigger-source.ts';
import { eventPayload } from './event-payload.ts';
import { FailedCall } from './failed-call.ts';

const patienceMs = 5 * 60 * 1000;

export interface FailureDeliveryParts {
  readonly mapping: EventSourceMapping;
  readonly kind: TriggerSource['kind'];
  readonly delivery: Pick<Delivery, 'deliver'>;
  readonly activity: Activity;
  readonly runtime: Runtime;
  readonly log: Logger;
  readonly journal: TriggerJournal;
  onResult(lastProcessingResult: string): void;
}

interface Pending {
  readonly failed: FailedBatch;
  readonly since: number;
}

export class FailureDelivery {
  readonly #parts: FailureDeliveryParts;
  /** Letters whose records are being sent. */
  readonly #pending = new WeakMap<DeadLetter<TriggerRecord>, Pending>();

  constructor(parts: FailureDeliveryParts) {
    this.#parts = parts;
  }

  /** Resolves when nothing is left to do for the records; rejects to be called again with the same letter. */
  async take(letter: DeadLetter<TriggerRecord>): Promise<void> {
    const { mapping, delivery, activity, journal } = this.#parts;
    const { failed, since } = this.#pendingOf(letter);
    const { records, range } = letter;
    const batch = { shardId: range.shardId, records };
    const { onFailureDestination: destination } = mapping.settings;
    if (destination === undefined) {
      journal.discarded(batch);
      return;
    }
    try {
      await activity.track(() => delivery.deliver(destination, failed));
    } catch (error) {
      this.#failed(letter, { destination, since, error });
      return;
    }
    journal.delivered(batch, destination);
  }

  #pendingOf(letter: DeadLetter<TriggerRecord>): Pending {
    const known = this.#pending.get(letter);
    if (known !== undefined) return known;
    const { journal, runtime } = this.#parts;
    const { range, records, reason, attempts } = letter;
    // AWS: 1 also of records that were too old before they were handed out (observed on AWS).
    const invokeCount = Math.max(1, attempts);
    const pending = { failed: this.#document(letter, invokeCount), since: runtime.clock.now() };
    journal.givenUp({ shardId: range.shardId, records }, { reason, invokeCount });
    this.#pending.set(letter, pending);
    return pending;
  }

  /** Rejects while it is to be tried again. */
  #failed(
    letter: DeadLetter<TriggerRecord>,
    failure: { readonly destination: string; readonly since: number; readonly error: unknown },
  ): void {
    const { mapping, runtime, journal, log, onResult } = this.#parts;
    const { destination, since, error } = failure;
    const { range, records } = letter;
    const batch = { shardId: range.shardId, records };
    const problem = error instanceof Error ? error.message : String(error);
    journal.deliveryFailed(batch, { destination, problem });
    onResult(`PROBLEM: On-failure destination cannot be reached. ${problem}`);
    if (runtime.clock.now() - since < patienceMs) throw new Error(problem, { cause: error });
    journal.discarded(batch);
    const { uuid } = mapping;
    log.error('Records that a trigger gave up could not be delivered, and are discarded', {
      mapping: uuid,
      destination,
      ...range,
      records: records.length,
      error,
    });
  }

  #document(letter: DeadLetter<TriggerRecord>, invokeCount: number): FailedBatch {
    const { mapping, kind, journal, runtime } = this.#parts;
    const { range, records, reason, error, time } = letter;
    const { uuid, region, account, eventSourceArn, settings } = mapping;
    const call = error instanceof FailedCall ? error : undefined;
    const response = reason === 'age' ? undefined : call?.response;
    return {
      uuid,
      region,
      account,
      functionArn: settings.functionArn,
      requestId:
        call?.requestId ?? journal.lastRequest(range.shardId, range.from) ?? randomUuid(runtime),
      condition: reason === 'age' ? 'RecordAgeExceeded' : 'RetryAttemptsExhausted',
      invokeCount,
      ...(response === undefined ? {} : { response }),
      batch: {
        source: kind,
        streamArn: eventSourceArn,
        shardId: range.shardId,
        startSequenceNumber: range.from,
        endSequenceNumber: range.to,
        firstArrival: (records[0] as TriggerRecord).time,
        lastArrival: (records.at(-1) as TriggerRecord).time,
        size: records.length,
      },
      event: eventPayload(records.map(({ raw }) => raw)),
      time,
    };
  }
}
