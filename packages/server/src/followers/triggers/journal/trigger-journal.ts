// What happened in one mapping: counted, and told of its newest batches. In memory and bounded.

import type { Clock } from '../../../base/runtime.ts';
import type { TriggerRecord } from '../sources/trigger-source.ts';
import type {
  BatchRange,
  BatchReport,
  InvocationOutcome,
  InvocationReport,
  RecordStep,
  TriggerCounts,
  TriggerMetrics,
} from '../trigger-report.ts';
import { Latencies } from './latencies.ts';
import { type NotedRecords, type Note, NoteRing } from './note-ring.ts';

/** Records of one shard that go the same way: at least one. */
export interface NotedBatch {
  readonly shardId: string;
  readonly records: readonly TriggerRecord[];
}

/** An invocation under way. */
export interface Begun {
  readonly requestId: string;
  readonly at: number;
  readonly attempt: number;
  /** Its records were handed out before. */
  readonly isAgain: boolean;
  readonly batch: NotedBatch;
  readonly note: Note;
}

export interface InvocationEnd {
  /** By a clock that nobody turns. */
  readonly durationMs: number;
  readonly outcome: InvocationOutcome;
  readonly firstFailed?: string;
  readonly problem?: string;
}

interface StuckWindow {
  readonly problem: string;
  /** Epoch milliseconds. */
  readonly nextAttemptAt: number;
}

interface InWork {
  readonly shardId: string;
  /** Of the last invocation. */
  readonly requestId?: string;
  readonly report: BatchReport;
}

export class TriggerJournal {
  readonly #clock: Clock;
  readonly #notes = new NoteRing();
  readonly #inWork = new Map<string, InWork>();
  readonly #last = new Map<string, InvocationReport>();
  readonly #stuckWindows = new Map<string, StuckWindow>();
  readonly #latencies = new Latencies();
  readonly #counts: { -readonly [name in keyof TriggerCounts]: number } = {
    recordsRead: 0,
    recordsFiltered: 0,
    recordsProcessed: 0,
    recordsDelivered: 0,
    recordsDropped: 0,
    invocations: 0,
    errors: 0,
    throttles: 0,
    retries: 0,
    deliveryErrors: 0,
  };
  #iteratorAgeMs: number | undefined;
  /** Whether all records between two of a batch are in the batch. */
  areWhole = true;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  read(records: number): void {
    this.#counts.recordsRead += records;
  }

  filtered(records: number): void {
    this.#counts.recordsFiltered += records;
  }

  /** A function is called with the batch. */
  begin(batch: NotedBatch, { requestId, attempt }: Pick<Begun, 'requestId' | 'attempt'>): Begun {
    const at = this.#clock.now();
    const range = rangeOf(batch);
    const note = this.#note(batch, { type: 'invoking', requestId, at, attempt, batch: range });
    const { shardId } = batch;
    const key = keyOf(shardId, range.from);
    // What is left of a batch begins with a first attempt too.
    const isAgain = attempt > 1 || this.#inWork.has(key);
    if (!isAgain) this.#latencies.add(at - (batch.records[0] as TriggerRecord).time);
    const report = { ...range, state: 'invoking', attempts: attempt } as const;
    this.#inWork.set(key, { shardId, requestId, report });
    return { requestId, at, attempt, isAgain, batch, note };
  }

  end(begun: Begun, end: InvocationEnd): void {
    const { requestId, at, attempt, isAgain, batch, note } = begun;
    const { shardId, records } = batch;
    const now = this.#clock.now();
    const report: InvocationReport = {
      requestId,
      at,
      attempt,
      batch: rangeOf(batch),
      ...end,
    };
    note.step = { type: 'invoked', ...report };
    this.#last.set(shardId, report);
    this.#count(end.outcome, { isAgain });
    const done = this.#processed(batch, end);
    this.#counts.recordsProcessed += done;
    const key = keyOf(shardId, report.batch.from);
    const inWork = this.#inWork.get(key);
    this.#inWork.delete(key);
    const rest = records.slice(done);
    if (rest.length === 0) this.#iteratorAgeMs = now - (records.at(-1) as TriggerRecord).time;
    else if (inWork !== undefined) {
      const range = rangeOf({ shardId, records: rest });
      const { problem } = end;
      const now = { ...range, ...(problem === undefined ? {} : { problem }) };
      this.#inWork.set(keyOf(shardId, range.from), changed(inWork, now));
    }
  }

  /** How many of the batch's leading records need not be handed out again. */
  #processed({ records }: NotedBatch, { outcome, firstFailed }: InvocationEnd): number {
    if (outcome === 'ok') return records.length;
    if (outcome !== 'partial') return 0;
    return Math.max(
      0,
      records.findIndex(({ sequenceNumber }) => sequenceNumber === firstFailed),
    );
  }

  #count(outcome: InvocationOutcome, { isAgain }: Pick<Begun, 'isAgain'>): void {
    if (outcome === 'throttled') this.#counts.throttles += 1;
    if (outcome === 'throttled' || outcome === 'not-run') return;
    this.#counts.invocations += 1;
    if (outcome === 'error') this.#counts.errors += 1;
    if (isAgain) this.#counts.retries += 1;
  }

  /** An invocation without records has ended: the last one of a window. */
  windowEnded(
    shardId: string,
    { outcome, attempt }: Pick<InvocationReport, 'outcome' | 'attempt'>,
  ): void {
    this.#count(outcome, { isAgain: attempt > 1 });
    this.#stuckWindows.delete(shardId);
  }

  /** The last invocation of a shard's window failed and is repeated. */
  windowStuck(
    shardId: string,
    { problem, retryInMs }: { readonly problem: string; readonly retryInMs: number },
  ): void {
    this.#stuckWindows.set(shardId, { problem, nextAttemptAt: this.#clock.now() + retryInMs });
  }

  stuckWindowOf(shardId: string): StuckWindow | undefined {
    return this.#stuckWindows.get(shardId);
  }

  /** A batch is handed out again. */
  retrying(
    batch: { readonly shardId: string; readonly first: string },
    { retryInMs, isCut }: { readonly retryInMs: number; readonly isCut: boolean },
  ): void {
    const key = keyOf(batch.shardId, batch.first);
    const inWork = this.#inWork.get(key);
    if (inWork === undefined) return;
    const at = this.#clock.now();
    const nextAttemptAt = at + retryInMs;
    this.#inWork.set(key, changed(inWork, { state: 'backing-off', nextAttemptAt }));
    const { shardId } = inWork;
    const { from, to } = inWork.report;
    const step: RecordStep = { type: 'retried', at, nextAttemptAt, isCut };
    this.#notes.add({ shardId, records: { from, to }, step });
  }

  /** The id of the last invocation with a batch that begins with this record. */
  lastRequest(shardId: string, first: string): string | undefined {
    return this.#inWork.get(keyOf(shardId, first))?.requestId;
  }

  givenUp(
    batch: NotedBatch,
    { reason, invokeCount }: { readonly reason: 'attempts' | 'age'; readonly invokeCount: number },
  ): void {
    const range = rangeOf(batch);
    const at = this.#clock.now();
    this.#note(batch, { type: 'given-up', at, reason, invokeCount, batch: range });
    const { shardId } = batch;
    const key = keyOf(shardId, range.from);
    const report = { ...range, state: 'delivering', attempts: invokeCount } as const;
    this.#inWork.set(key, { ...this.#inWork.get(key), shardId, report });
  }

  delivered(batch: NotedBatch, destination: string): void {
    this.#note(batch, { type: 'delivered', at: this.#clock.now(), destination });
    this.#counts.recordsDelivered += batch.records.length;
    this.#leave(batch);
  }

  deliveryFailed(
    batch: NotedBatch,
    failure: { readonly destination: string; readonly problem: string },
  ): void {
    this.#note(batch, { type: 'delivery-failed', at: this.#clock.now(), ...failure });
    this.#counts.deliveryErrors += 1;
    const key = keyOf(batch.shardId, rangeOf(batch).from);
    const inWork = this.#inWork.get(key);
    const { problem } = failure;
    if (inWork !== undefined) this.#inWork.set(key, changed(inWork, { problem }));
  }

  discarded(batch: NotedBatch): void {
    this.#note(batch, { type: 'discarded', at: this.#clock.now() });
    this.#counts.recordsDropped += batch.records.length;
    this.#leave(batch);
  }

  #leave(batch: NotedBatch): void {
    this.#inWork.delete(keyOf(batch.shardId, rangeOf(batch).from));
  }

  /** Nothing is in work any more: it stopped, and what was goes on from its position another time. */
  stopped(): void {
    this.#inWork.clear();
    this.#stuckWindows.clear();
  }

  stepsOf(shardId: string, sequenceNumber: string): RecordStep[] {
    return this.#notes.stepsOf(shardId, sequenceNumber);
  }

  batchesOf(shardId: string): BatchReport[] {
    return [...this.#inWork.values()]
      .filter((batch) => batch.shardId === shardId)
      .map(({ report }) => report);
  }

  lastInvocationOf(shardId: string): InvocationReport | undefined {
    return this.#last.get(shardId);
  }

  forgetShard(shardId: string): void {
    this.#last.delete(shardId);
  }

  get counts(): TriggerCounts {
    return { ...this.#counts };
  }

  metrics(uuid: string): TriggerMetrics {
    return {
      uuid,
      counts: this.counts,
      latency: this.#latencies.snapshot(),
      ...(this.#iteratorAgeMs === undefined ? {} : { iteratorAgeMs: this.#iteratorAgeMs }),
    };
  }

  #note(batch: NotedBatch, step: RecordStep): Note {
    const { from, to } = rangeOf(batch);
    const records: NotedRecords = this.areWhole
      ? { from, to }
      : { numbers: batch.records.map(({ sequenceNumber }) => sequenceNumber) };
    const note = { shardId: batch.shardId, records, step };
    this.#notes.add(note);
    return note;
  }
}

function rangeOf({ records }: NotedBatch): BatchRange {
  return {
    from: (records[0] as TriggerRecord).sequenceNumber,
    to: (records.at(-1) as TriggerRecord).sequenceNumber,
    size: records.length,
  };
}

function changed(inWork: InWork, change: Partial<BatchReport>): InWork {
  return { ...inWork, report: { ...inWork.report, ...change } };
}

function keyOf(shardId: string, first: string): string {
  return `${shardId} ${first}`;
}
