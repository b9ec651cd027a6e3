// Turns the handler round: batches wait until somebody asks for them.

import { BatchFailed, type Batch, type Handler, type HandlerContext } from './handler.ts';
import type { StreamRecord } from './source.ts';

/** A batch that whoever iterates says to be processed or not. */
export interface PulledBatch<R extends StreamRecord = StreamRecord> extends Batch<R> {
  readonly context: HandlerContext;
  /** All records are processed. */
  ack(): void;
  /** From the record with the sequence number `firstFailed` on, or altogether, they are not. */
  fail(error: unknown, firstFailed?: string): void;
}

export class BatchChannel<R extends StreamRecord> {
  readonly #offered: PulledBatch<R>[] = [];
  readonly #taken = new Set<PulledBatch<R>>();
  #wanted: ((batch: PulledBatch<R> | undefined) => void) | undefined;
  #isClosed = false;

  /** Offers each batch and settles when it is acknowledged, has failed or nobody is there any more. */
  readonly handler: Handler<R> = (batch, context) =>
    new Promise((resolve, reject) => {
      const { signal } = context;
      const leave = (): void => {
        const index = this.#offered.indexOf(offer);
        if (index >= 0) this.#offered.splice(index, 1);
        settle(() => reject(signal.reason as Error));
      };
      const settle = (how: () => void): void => {
        signal.removeEventListener('abort', leave);
        this.#taken.delete(offer);
        how();
      };
      const offer: PulledBatch<R> = {
        ...batch,
        context,
        ack: () => settle(resolve),
        fail: (error, firstFailed) =>
          settle(() =>
            reject(
              firstFailed === undefined
                ? (error as Error)
                : new BatchFailed(firstFailed, { cause: error }),
            ),
          ),
      };
      if (this.#isClosed) {
        reject(new NobodyListens());
        return;
      }
      signal.addEventListener('abort', leave, { once: true });
      this.#offered.push(offer);
      this.#hand();
    });

  /** The next batch, or undefined when there will be none. One call at a time. */
  next(): Promise<PulledBatch<R> | undefined> {
    return new Promise((resolve) => {
      this.#wanted = resolve;
      this.#hand();
    });
  }

  /** Nobody asks any more; batches that were not taken fail, so that they are handed out again later. */
  close(): void {
    this.#isClosed = true;
    for (const batch of this.#offered.splice(0)) batch.fail(new NobodyListens());
    this.#hand();
  }

  /** Batches that were taken and not acknowledged fail, too. */
  abandon(): void {
    this.close();
    for (const batch of this.#taken) batch.fail(new NobodyListens());
  }

  #hand(): void {
    const wanted = this.#wanted;
    if (wanted === undefined) return;
    const next = this.#offered.shift();
    if (next === undefined && !this.#isClosed) return;
    this.#wanted = undefined;
    if (next !== undefined) this.#taken.add(next);
    wanted(next);
  }
}

class NobodyListens extends Error {
  override readonly name = 'NobodyListens';

  constructor() {
    super('The iteration ended before the batch was acknowledged.');
  }
}
