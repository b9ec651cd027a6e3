// A mapping's function that gathers the records of each shard in tumbling windows. Batches come one after
// another within a shard, none of them reaches across a window's end, and between them it is told when a window
// is over: then the function is called once more, with the state and no records.

import {
  compareSequenceNumbers,
  NotStarted,
  type PartialFailure,
  type Watermark,
} from '@headwater/consumer';
import { utf8Bytes } from '../../../base/bytes.ts';
import { type BatchHandler, numbersOf } from '../handler/batch-handler.ts';
import { eventPayload, type TimeWindow } from '../handler/event-payload.ts';
import type { MappedFunction } from '../handler/mapped-function.ts';
import { asHandled } from '../handler/verdict.ts';
import type { TriggerRecord } from '../sources/trigger-source.ts';
import { mostStateBytes, windowVerdictOf } from './window-answer.ts';
import type { OpenWindow, WindowStates } from './window-states.ts';

export interface WindowedOptions {
  readonly windowMs: number;
  readonly eventSourceArn: string;
  readonly reportsFailures: boolean;
}

interface WindowBatch {
  readonly shardId: string;
  /** Of one window; at least one. */
  readonly records: readonly TriggerRecord[];
  readonly attempt: number;
  /** What is written after it aborts is another's to write. */
  readonly signal: AbortSignal;
}

const empty = utf8Bytes('{}');

export class WindowedHandler {
  readonly #mapped: MappedFunction;
  readonly #states: WindowStates;
  readonly #options: WindowedOptions;

  constructor(mapped: MappedFunction, states: WindowStates, options: WindowedOptions) {
    this.#mapped = mapped;
    this.#states = states;
    this.#options = options;
  }

  readonly handle: BatchHandler = async ({ shardId, records }, { attempt, signal }) => {
    const window = this.#windowOf(records[0] as TriggerRecord);
    const { open } = await this.#states.of(shardId);
    // It grew too large with records that are done, or is of other bounds than windows have now.
    const isOver = open !== undefined && (open.endsEarly || open.start !== window.start);
    const why = isOver ? await this.#end(shardId, open, { attempt: 1, signal }) : undefined;
    if (why !== undefined) throw new NotStarted(why);
    const { upTo } = await this.#states.of(shardId);
    const fresh = records.filter(
      ({ sequenceNumber }) =>
        upTo === undefined || compareSequenceNumbers(sequenceNumber, upTo) > 0,
    );
    // After a crash, what the state has already is handed out again.
    if (fresh.length === 0) return undefined;
    return this.#gather({ shardId, records: fresh, attempt, signal }, window);
  };

  /** Ends the shard's window if it is over. Rejects when that failed, to be called again. */
  readonly onWatermark = async (
    { shardId, time, isFinal }: Watermark,
    { attempt, signal }: { readonly attempt: number; readonly signal: AbortSignal },
  ): Promise<void> => {
    const { open } = await this.#states.of(shardId);
    if (open === undefined || !(isFinal || open.end <= time)) return;
    const why = await this.#end(shardId, open, { attempt, signal });
    if (why !== undefined) throw new NotStarted(why);
  };

  async #gather(batch: WindowBatch, window: TimeWindow): Promise<PartialFailure | undefined> {
    const { shardId, records, signal } = batch;
    const { open } = await this.#states.of(shardId);
    const payload = eventPayload(
      records.map(({ raw }) => raw),
      this.#part(shardId, { ...window, state: open?.state ?? empty }, { isFinal: false }),
    );
    const numbers = this.#options.reportsFailures ? numbersOf(records) : undefined;
    const { requestId, judged } = await this.#mapped.handOut(batch, payload, (outcome) =>
      windowVerdictOf(outcome, numbers),
    );
    const { verdict, state } = judged;
    if (state !== undefined && !signal.aborted) {
      const failed = verdict.type === 'partial' ? verdict.firstFailed : undefined;
      const upTo = lastBefore(records, failed).sequenceNumber;
      const endsEarly = state.length > mostStateBytes;
      const next: OpenWindow = { ...window, state, endsEarly };
      await this.#states.put(shardId, { upTo, open: next });
      // When that fails, the next batch or the end of the window comes to it again.
      if (endsEarly) await this.#end(shardId, next, { attempt: 1, signal });
    }
    return asHandled(verdict, requestId);
  }

  /** Undefined when the function has ended it; otherwise why it is not over. */
  async #end(
    shardId: string,
    open: OpenWindow,
    { attempt, signal }: { readonly attempt: number; readonly signal: AbortSignal },
  ): Promise<string | undefined> {
    const payload = eventPayload([], this.#part(shardId, open, { isFinal: true }));
    const { judged } = await this.#mapped.endWindow({ shardId, attempt }, payload, (outcome) =>
      windowVerdictOf(outcome, undefined),
    );
    const { verdict } = judged;
    if (signal.aborted) return 'The trigger stops.';
    // Until it succeeds, nothing of the shard goes on, however many attempts a batch has (Lambda developer guide,
    // "Tumbling windows").
    if (verdict.type !== 'ok') return verdict.problem;
    const { upTo } = await this.#states.of(shardId);
    await this.#states.put(shardId, upTo === undefined ? {} : { upTo });
    return undefined;
  }

  #part(
    shardId: string,
    { start, end, state, endsEarly = false }: TimeWindow & Partial<OpenWindow>,
    { isFinal }: { readonly isFinal: boolean },
  ) {
    return {
      window: { start, end },
      state: state ?? empty,
      shardId,
      eventSourceArn: this.#options.eventSourceArn,
      isFinal,
      isTerminatedEarly: endsEarly,
    };
  }

  #windowOf({ time }: TriggerRecord): TimeWindow {
    const { windowMs } = this.#options;
    const start = Math.floor(time / windowMs) * windowMs;
    return { start, end: start + windowMs };
  }
}

/** The last of those that are processed: at least one is. */
function lastBefore(records: readonly TriggerRecord[], failed: string | undefined): TriggerRecord {
  const end = records.findIndex(({ sequenceNumber }) => sequenceNumber === failed);
  return records.at(end < 0 ? -1 : end - 1) as TriggerRecord;
}
