// The pause of a reader to whom nothing comes: for the source's word, or until it is time to look.

import type { Runtime } from '../clock.ts';
import { Bell, rest } from '../rest.ts';
import type { Source } from '../source.ts';
import { type SourceError, toSourceError } from '../source-error.ts';

/** The first pause, doubled up to the source's `idlePollMs`. */
const firstIdleMs = 10;
/** A source that should say when there is something, and cannot, is looked at so often. */
const blindPollMs = 1000;

export interface IdleOptions {
  readonly source: Pick<Source, 'polling' | 'awaitRecords'>;
  readonly shardId: string;
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
  onError(error: SourceError, retryInMs: number): void;
}

export class IdleWait {
  readonly #options: IdleOptions;
  readonly #arrival = new Bell();

  constructor(options: IdleOptions) {
    this.#options = options;
  }

  /** @param emptyReads how many in a row brought nothing, 1 or more */
  async rest(iterator: string, emptyReads: number, atMostMs: number): Promise<void> {
    const { source, shardId, signal, runtime, onError } = this.#options;
    const { idlePollMs, minPollMs } = source.polling;
    const grown = Math.max(minPollMs, firstIdleMs) * 2 ** Math.min(emptyReads - 1, 20);
    const pauseMs = Math.min(atMostMs, Math.max(1, Math.min(idlePollMs, grown)));
    if (pauseMs <= 0) return;
    if (source.awaitRecords === undefined) {
      await rest(runtime.clock, pauseMs, { signal });
      return;
    }
    const waiting = new AbortController();
    const arrival = async (): Promise<void> => {
      try {
        await source.awaitRecords?.(iterator, shardId, waiting.signal);
        // A source may resolve at the signal too.
        if (!waiting.signal.aborted) this.#arrival.ring();
      } catch (error) {
        if (waiting.signal.aborted) return;
        const retryInMs = Math.min(pauseMs, blindPollMs);
        onError(toSourceError(error), retryInMs);
        await rest(runtime.clock, retryInMs, waiting);
        if (!waiting.signal.aborted) this.#arrival.ring();
      }
    };
    void arrival();
    // The source says when; looking all the same guards against a word that is lost.
    const longestMs = Math.min(atMostMs, Math.max(1, idlePollMs));
    await rest(runtime.clock, longestMs, { signal, bell: this.#arrival });
    waiting.abort(new Error('The reader looks for itself.'));
  }
}
