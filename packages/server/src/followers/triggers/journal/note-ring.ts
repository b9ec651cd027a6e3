// The newest notes of what happened to batches: bounded by their number and by the records that they name.

import { compareSequenceNumbers } from '@headwater/consumer';
import type { RecordStep } from '../trigger-report.ts';

/** Which records of a shard a note is about. */
export type NotedRecords =
  /** All between these two, both included. */
  | { readonly from: string; readonly to: string }
  /** Just these: others are between them that are filtered, or in other batches. */
  | { readonly numbers: readonly string[] };

export interface Note {
  readonly shardId: string;
  readonly records: NotedRecords;
  /** Becomes another when what it tells of goes on. */
  step: RecordStep;
}

const mostNotes = 1000;
const mostNumbers = 10_000;

export class NoteRing {
  /** Oldest first; those before `#head` are gone. */
  #notes: Note[] = [];
  #head = 0;
  #numbers = 0;

  add(note: Note): void {
    this.#notes.push(note);
    this.#numbers += numbersOf(note);
    // One that is larger than all that may be kept is told of until another follows it.
    while (this.#size > mostNotes || (this.#numbers > mostNumbers && this.#size > 1)) {
      this.#numbers -= numbersOf(this.#notes[this.#head] as Note);
      this.#head += 1;
    }
    if (this.#head < mostNotes) return;
    this.#notes = this.#notes.slice(this.#head);
    this.#head = 0;
  }

  get #size(): number {
    return this.#notes.length - this.#head;
  }

  /** What is noted of a record, oldest first. */
  stepsOf(shardId: string, sequenceNumber: string): RecordStep[] {
    return this.#notes
      .slice(this.#head)
      .filter((note) => note.shardId === shardId && isAbout(note.records, sequenceNumber))
      .map(({ step }) => step);
  }
}

function numbersOf({ records }: Note): number {
  return 'numbers' in records ? records.numbers.length : 0;
}

function isAbout(records: NotedRecords, sequenceNumber: string): boolean {
  if ('numbers' in records) return records.numbers.includes(sequenceNumber);
  return (
    compareSequenceNumbers(records.from, sequenceNumber) <= 0 &&
    compareSequenceNumbers(sequenceNumber, records.to) <= 0
  );
}
