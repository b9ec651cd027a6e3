// Which records of a shard are read and not processed, in the order of the shard. Batches of different keys
// finish in any order; the checkpoint may only say what is processed without a hole.

import type { StreamRecord } from '../source.ts';

/** A record on its way through the handler. */
export interface Entry<R extends StreamRecord> {
  readonly record: R;
  /** Its place among all that were added. */
  readonly index: number;
  done: boolean;
  /** The last record that is processed with it: itself, or what was passed over behind it. */
  upTo: R;
}

export class Progress<R extends StreamRecord> {
  /** In order; those before `#head` are gone. */
  #entries: Entry<R>[] = [];
  #head = 0;
  #processed: R | undefined;
  #added = 0;
  #bytes = 0;
  #begun = -1;

  add(record: R): Entry<R> {
    const entry = { record, index: this.#added, done: false, upTo: record };
    this.#added += 1;
    this.#bytes += record.sizeBytes;
    this.#entries.push(entry);
    return entry;
  }

  /** A record that nobody has to process: it takes no room, and counts as processed when all before it are. */
  passOver(record: R): void {
    const last = this.#entries.at(-1);
    if (last === undefined || this.size === 0) this.#processed = record;
    else last.upTo = record;
  }

  /** Records that were added and are not known to be processed, with all before them. */
  get size(): number {
    return this.#entries.length - this.#head;
  }

  /** Of the same records, by their `sizeBytes`. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The last record up to which all are processed; undefined before the first. */
  get processed(): R | undefined {
    return this.#processed;
  }

  get oldest(): R | undefined {
    return this.#entries[this.#head]?.record;
  }

  /** The place of the last record that went to the handler; those before it may still wait for theirs. */
  get begun(): number {
    return this.#begun;
  }

  begin(entries: readonly Entry<R>[]): void {
    this.#begun = Math.max(this.#begun, entries.at(-1)?.index ?? -1);
  }

  finish(entries: readonly Entry<R>[]): void {
    for (const entry of entries) entry.done = true;
    for (let entry = this.#entries[this.#head]; entry?.done === true;) {
      this.#processed = entry.upTo;
      this.#bytes -= entry.record.sizeBytes;
      this.#head += 1;
      entry = this.#entries[this.#head];
    }
    // Shifting each would move the rest each time.
    if (this.#head > 1024 || this.#head === this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
  }
}
