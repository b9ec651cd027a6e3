// What happens to records that the handler fails on.

import type { BackOff } from './back-off.ts';
import type { SequenceRange } from './positions.ts';
import type { StreamRecord } from './source.ts';

export const usualBackOff: BackOff = { baseMs: 100, maxMs: 30_000 };

export interface FailurePolicy<R extends StreamRecord = StreamRecord> {
  /**
   * Attempts with the same records, the first included: the rest of a batch that was processed in part is a batch of its
   * own, and so is what a cut makes. Default: without end, so that nothing is lost.
   */
  readonly maxAttempts?: number;
  /** Records older than this are not handed out (again). Default: without end. */
  readonly maxAgeMs?: number;
  /**
   * Whether a failing batch is cut, again and again, until the records that fail stand alone: at the first failed
   * record where the handler names one behind its first, and what is left is tried again whole; otherwise in two.
   */
  readonly bisect?: boolean;
  /** The pause before each further attempt. Default: 100 ms, doubled each time up to 30 s, with jitter. */
  readonly backOff?: BackOff;
  /**
   * What to do with records that are given up. `stop` (the default) ends this worker with the error; the
   * checkpoint stays before them. `skip` goes on behind them. A function gets the dead letter first and
   * goes on once it has resolved; until then it is called again, with back-off.
   */
  readonly onGivenUp?: 'stop' | 'skip' | ((letter: DeadLetter<R>) => Promise<void> | void);
}

/** Everything needed to find the records again: `range` is what a REPLAY takes. */
export interface DeadLetter<R extends StreamRecord = StreamRecord> {
  readonly application: string;
  readonly stream: string;
  readonly range: SequenceRange;
  readonly records: readonly R[];
  readonly reason: 'attempts' | 'age';
  /** How often the handler was called with them; 0 when they were too old at once. */
  readonly attempts: number;
  /** The last that the handler threw or answered; absent when it was never called. */
  readonly error?: unknown;
  /** When they were given up, by the clock. */
  readonly time: number;
}

/** A handler failed for good and the policy says `stop`: what `done` rejects with. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp';
  readonly letter: DeadLetter;

  constructor(letter: DeadLetter) {
    const { range, attempts, reason } = letter;
    const why = reason === 'age' ? 'they are too old' : `${attempts} attempts failed`;
    super(
      `The records ${range.from} to ${range.to} of ${range.shardId} were given up as ${why}. ` +
        'Mend the handler and start again: they come first.',
      letter.error === undefined ? undefined : { cause: letter.error },
    );
    this.letter = letter;
  }
}
