// Reads one shard from a position to its end, page by page, whatever happens on the way: throttling, lost
// connections, expired iterators, trimmed records, a shard that is gone.

import { type BackOff, backOffMs } from '../back-off.ts';
import type { Runtime } from '../clock.ts';
import type { Gap } from '../events.ts';
import type { RangeEnd } from '../lease-store.ts';
import { rest } from '../rest.ts';
import { compareSequenceNumbers } from '../sequence-number.ts';
import type { ShardPosition } from '../positions.ts';
import type { RecordsPage, Shard, Source, StreamRecord } from '../source.ts';
import { type SourceError, toSourceError } from '../source-error.ts';
import { GapWatch, type LastRead } from './gap-watch.ts';
import { IdleWait } from './idle-wait.ts';
import type { ReadPosition } from './read-position.ts';

export interface PageRead<R extends StreamRecord> {
  readonly records: readonly R[];
  /** Why nothing more comes; absent while more may. */
  readonly end?: 'end' | 'range' | 'gone';
  /** Of the shard, with its end, where the source tells. */
  readonly children?: readonly Shard[];
  /** When the source was asked for it, by the clock. */
  readonly readAt: number;
  /** Whether everything that there was then is read. */
  readonly isHead: boolean;
  /** As the source has them, see RecordsPage. */
  readonly millisBehind?: number;
  readonly recordsBehind?: number;
}

export interface ReaderOptions<R extends StreamRecord> {
  readonly source: Source<R>;
  readonly shardId: string;
  readonly position: ReadPosition;
  readonly until: RangeEnd | undefined;
  readonly backOff: BackOff;
  readonly runtime: Runtime;
  /** Ends the reading: `next` resolves with undefined. */
  readonly signal: AbortSignal;
  onGap(gap: Gap): void;
  onError(error: SourceError, retryInMs: number): void;
  /** Before it waits for records, with whether everything is read. */
  onIdle(): void;
}

/** A range may end at a record that was trimmed: after so long without records, nothing is expected. */
const rangeSettlesMs = 60_000;
/**
 * The service may not know a shard for a moment, and lists it late: it is gone when it was neither known nor listed
 * so often in a row. What is gone is never read again.
 */
const looksUntilGone = 3;

export class ShardReader<R extends StreamRecord> {
  readonly #options: ReaderOptions<R>;
  readonly #idle: IdleWait;
  #position: ReadPosition;
  #iterator: string | undefined;
  readonly #gaps: GapWatch;
  #last: LastRead | undefined;
  /** Records up to here came before: an iterator that was opened anew may bring them again. */
  #skipUpTo: string | undefined;
  #failures = 0;
  #looksInVain = 0;
  #emptyReads = 0;
  #emptySince: number | undefined;
  #nextReadAt = 0;

  constructor(options: ReaderOptions<R>) {
    this.#options = options;
    this.#idle = new IdleWait(options);
    this.#gaps = new GapWatch(options.shardId, (gap) => options.onGap(gap));
    this.#position = options.position;
    this.#iterator = options.position.iterator;
    const { open } = options.position;
    if (open.type === 'AFTER_SEQUENCE_NUMBER') {
      const { lastTime: time } = options.position;
      this.#last = { sequenceNumber: open.sequenceNumber, ...(time === undefined ? {} : { time }) };
    }
  }

  /** Where it would read next, while that is valid. */
  get iterator(): string | undefined {
    return this.#iterator;
  }

  /**
   * The next page, which may be empty, after at least the pause that the source wants, and no later than `lookBy` where
   * the source agrees. Undefined when the signal ended the reading. @throws SourceError `invalid`
   */
  async next(limit: number, lookBy = Infinity): Promise<PageRead<R> | undefined> {
    const { signal, runtime, onIdle } = this.#options;
    if (this.#emptyReads > 0 && this.#iterator !== undefined) {
      onIdle();
      await this.#idle.rest(this.#iterator, this.#emptyReads, lookBy - runtime.clock.now());
    }
    while (!signal.aborted) {
      try {
        const page = await this.#read(limit);
        if (page !== undefined) return page;
      } catch (error) {
        if (signal.aborted) return undefined;
        const retryInMs = await this.#recover(toSourceError(error));
        if (retryInMs === 'gone') {
          return { records: [], end: 'gone', readAt: runtime.clock.now(), isHead: true };
        }
        await rest(runtime.clock, retryInMs, { signal });
      }
    }
    return undefined;
  }

  async #read(limit: number): Promise<PageRead<R> | undefined> {
    const { source, shardId, signal, runtime } = this.#options;
    this.#iterator ??= await source.openIterator(shardId, this.#opening(), signal);
    const now = runtime.clock.now();
    await rest(runtime.clock, this.#nextReadAt - now, { signal });
    if (signal.aborted) return undefined;
    const readAt = runtime.clock.now();
    this.#nextReadAt = readAt + source.polling.minPollMs;
    const page = await source.getRecords(this.#iterator, shardId, { limit, signal });
    this.#failures = 0;
    this.#looksInVain = 0;
    return this.#accept(page, readAt);
  }

  #opening(): ShardPosition {
    const { open } = this.#position;
    if (open.type !== 'AFTER_SEQUENCE_NUMBER') return open;
    if (this.#options.source.passesOverTrimmed !== true) return open;
    this.#gaps.expect(open.sequenceNumber);
    this.#skipUpTo = open.sequenceNumber;
    return { ...open, type: 'AT_SEQUENCE_NUMBER' };
  }

  #accept(page: RecordsPage<R>, readAt: number): PageRead<R> {
    const { until } = this.#options;
    const { next, children, millisBehind, recordsBehind } = page;
    this.#gaps.read(page, { last: this.#last, skipBefore: this.#position.skipBefore });
    const fresh = this.#withoutSkipped(page.records);
    const records =
      until === undefined ? fresh : fresh.filter((record) => !isBehind(record, until));
    this.#iterator = next;
    const last = page.records.at(-1);
    if (last !== undefined) this.#readUpTo(last);
    this.#countEmpty(page);

    const isRangeRead =
      records.length < fresh.length ||
      isEnd(records.at(-1), until) ||
      (until !== undefined && this.#hasSettled(until, millisBehind));
    const end = isRangeRead ? 'range' : next === undefined ? 'end' : undefined;
    return {
      records,
      readAt,
      isHead: isHead(page),
      ...(end === undefined ? {} : { end }),
      ...(children === undefined ? {} : { children }),
      ...(millisBehind === undefined ? {} : { millisBehind }),
      ...(recordsBehind === undefined ? {} : { recordsBehind }),
    };
  }

  #readUpTo(last: R): void {
    this.#last = { sequenceNumber: last.sequenceNumber, time: last.time };
    this.#position = {
      ...this.#position,
      open: { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: last.sequenceNumber },
    };
  }

  #withoutSkipped(records: readonly R[]): readonly R[] {
    const { skipBefore } = this.#position;
    const skipUpTo = this.#skipUpTo;
    if (skipBefore === undefined && skipUpTo === undefined) return records;
    const fresh = records.filter(
      ({ time, sequenceNumber }) =>
        (skipBefore === undefined || time >= skipBefore) &&
        (skipUpTo === undefined || compareSequenceNumbers(sequenceNumber, skipUpTo) > 0),
    );
    // Both hold of the beginning only: what comes behind a wanted record is wanted.
    if (fresh.length > 0) {
      this.#position = { open: this.#position.open };
      this.#skipUpTo = undefined;
      return records.slice(records.indexOf(fresh[0] as R));
    }
    return fresh;
  }

  #countEmpty({ records, millisBehind = 0 }: RecordsPage<R>): void {
    if (records.length > 0) {
      this.#emptyReads = 0;
      this.#emptySince = undefined;
      return;
    }
    // A page may be empty although more is to come; then it is read on without delay.
    if (millisBehind === 0) this.#emptyReads += 1;
    this.#emptySince ??= this.#options.runtime.clock.now();
  }

  #hasSettled(until: RangeEnd, millisBehind: number | undefined): boolean {
    const { clock } = this.#options.runtime;
    if (this.#emptySince === undefined) return false;
    const now = clock.now();
    if ('time' in until && now <= until.time) return false;
    if (millisBehind === 0 && 'time' in until) return true;
    return now - this.#emptySince >= rangeSettlesMs;
  }

  /** Milliseconds until the next attempt, or that the shard is gone. @throws SourceError `invalid` */
  async #recover(error: SourceError): Promise<number | 'gone'> {
    const { runtime, backOff, onError } = this.#options;
    this.#failures += 1;
    switch (error.kind) {
      case 'invalid':
        throw error;
      case 'iterator-expired':
        this.#reopen();
        break;
      case 'trimmed':
        this.#gaps.refused(this.#last);
        this.#skipUpTo = this.#last?.sequenceNumber;
        this.#position = { ...this.#position, open: { type: 'TRIM_HORIZON' } };
        this.#iterator = undefined;
        break;
      case 'not-found':
        this.#looksInVain = (await this.#isUnlisted()) ? this.#looksInVain + 1 : 0;
        if (this.#looksInVain >= looksUntilGone) {
          this.#gaps.gone(this.#last);
          return 'gone';
        }
        this.#reopen();
        break;
      case 'throttled':
      case 'unavailable':
      case 'denied':
        break;
    }
    // The usual end of an iterator's life is no failure.
    if (this.#failures === 1 && (error.kind === 'iterator-expired' || error.kind === 'trimmed')) {
      return 0;
    }
    const retryInMs = backOffMs(this.#failures, backOff, runtime);
    onError(error, retryInMs);
    return retryInMs;
  }

  #reopen(): void {
    this.#iterator = undefined;
    this.#skipUpTo = this.#last?.sequenceNumber;
  }

  async #isUnlisted(): Promise<boolean> {
    const { source, shardId, signal } = this.#options;
    try {
      const { shards } = await source.listShards(signal);
      return shards.every(({ id }) => id !== shardId);
    } catch (error) {
      return toSourceError(error).kind === 'not-found';
    }
  }
}

function isHead({ records, millisBehind, recordsBehind }: RecordsPage): boolean {
  if (millisBehind === 0 || recordsBehind === 0) return true;
  return records.length === 0 && millisBehind === undefined;
}

function isBehind({ sequenceNumber, time }: StreamRecord, until: RangeEnd): boolean {
  return 'time' in until
    ? time > until.time
    : compareSequenceNumbers(sequenceNumber, until.sequenceNumber) > 0;
}

/** Whether it is the very last of the range. */
function isEnd(record: StreamRecord | undefined, until: RangeEnd | undefined): boolean {
  return (
    record !== undefined &&
    until !== undefined &&
    'sequenceNumber' in until &&
    compareSequenceNumbers(record.sequenceNumber, until.sequenceNumber) === 0
  );
}
