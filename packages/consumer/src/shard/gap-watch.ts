// Notices that records of a shard were trimmed before they were read, and reports it with what is read next.

import type { Gap } from '../events.ts';
import type { RecordsPage, StreamRecord } from '../source.ts';

/** The last record that was read. */
export interface LastRead {
  readonly sequenceNumber: string;
  readonly time?: number;
}

export class GapWatch {
  readonly #shardId: string;
  readonly #onGap: (gap: Gap) => void;
  #trimmed: Pick<Gap, 'after'> | undefined;
  /** The record that comes first again, unless it was trimmed. */
  #witness: string | undefined;

  constructor(shardId: string, onGap: (gap: Gap) => void) {
    this.#shardId = shardId;
    this.#onGap = onGap;
  }

  /** The source refuses a position: what followed it is gone. */
  refused(last: LastRead | undefined): void {
    this.#trimmed ??= last === undefined ? {} : { after: last };
  }

  /** The next page begins with this record if nothing behind it was trimmed. */
  expect(sequenceNumber: string): void {
    this.#witness = sequenceNumber;
  }

  /** @param skipBefore records that are older are not wanted: epoch milliseconds */
  read<R extends StreamRecord>(
    { records: [first], next }: RecordsPage<R>,
    about: { readonly last: LastRead | undefined; readonly skipBefore: number | undefined },
  ): void {
    const { last, skipBefore } = about;
    const isOpen = first === undefined && next !== undefined;
    // Nothing of what follows may have come yet.
    if (this.#witness !== undefined && !isOpen) {
      if (first?.sequenceNumber !== this.#witness) this.refused(last);
      this.#witness = undefined;
    }
    if (this.#trimmed === undefined) return;
    if (skipBefore !== undefined) {
      // Nobody knows yet whether any of the wanted ones were trimmed.
      if (isOpen) return;
      if (first !== undefined && first.time < skipBefore) {
        this.#trimmed = undefined;
        return;
      }
    }
    const before = first && { sequenceNumber: first.sequenceNumber, time: first.time };
    this.#report(last, { shardGone: false, ...(before && { before }) });
  }

  gone(last: LastRead | undefined): void {
    this.#report(last, { shardGone: true });
  }

  #report(last: LastRead | undefined, rest: Pick<Gap, 'shardGone' | 'before'>): void {
    const after = this.#trimmed === undefined ? last : this.#trimmed.after;
    this.#trimmed = undefined;
    const shardId = this.#shardId;
    this.#onGap({ type: 'gap', shardId, ...(after === undefined ? {} : { after }), ...rest });
  }
}
