// What happened in a run, and what of it may not have happened.

import type { Gap } from '../../src/events.ts';
import type { Checkpoint, Lease, LeaseStore } from '../../src/lease-store.ts';
import { compareSequenceNumbers } from '../../src/sequence-number.ts';
import { nameOf, type Table, type Version } from './table.ts';

export interface HandOut extends Version {
  readonly worker: string;
  readonly shardId: string;
  /** How many there were when it went to the handler. */
  readonly begunAt: number;
}

export class History {
  /** In the order in which they were processed or given up. */
  readonly processed: HandOut[] = [];
  readonly gaps: Gap[] = [];
  /** Workers that were stopped or killed, lost a lease or the store: what they did may be done again. */
  readonly troubled = new Set<string>();
  readonly marks = new Map<string, { readonly time: number; readonly isFinal: boolean }>();
  readonly finished = new Set<string>();
  readonly #owners = new Map<string, string | undefined>();
  readonly #checkpoints = new Map<string, string>();
  readonly #seen = new Set<string>();
  readonly problems: string[] = [];

  /** Watches what is really stored, whatever the worker hears of it. */
  watching(store: LeaseStore): LeaseStore {
    return {
      ...store,
      take: async (application, lease, owner) => {
        const taken = await store.take(application, lease, owner);
        this.#owners.set(lease.shardId, owner);
        return taken;
      },
      checkpoint: async (application, lease, checkpoint) => {
        const renewed = await store.checkpoint(application, lease, checkpoint);
        this.#checkpointed(lease, checkpoint);
        return renewed;
      },
      release: async (application, lease, to) => {
        await store.release(application, lease, to);
        this.#owners.set(lease.shardId, undefined);
      },
    };
  }

  #checkpointed({ shardId }: Lease, checkpoint: Checkpoint): void {
    if (checkpoint.type === 'FINISHED') {
      this.finished.add(shardId);
      this.#owners.set(shardId, undefined);
    }
    if (checkpoint.type !== 'AFTER_SEQUENCE_NUMBER') return;
    const before = this.#checkpoints.get(shardId) ?? '0';
    if (compareSequenceNumbers(checkpoint.sequenceNumber, before) < 0) {
      this.problems.push(`The checkpoint of ${shardId} went back from ${before}.`);
    }
    this.#checkpoints.set(shardId, checkpoint.sequenceNumber);
  }

  /** At the moment when the handler is called. `isKnown`: whether the owner is, whatever errors there were. */
  handedOut(
    worker: string,
    shardId: string,
    { isKnown, times, everyMs }: { isKnown: boolean; times: readonly number[]; everyMs: number },
  ): void {
    const owner = this.#owners.get(shardId);
    if (isKnown && owner !== worker) {
      this.problems.push(`${worker} handed out records of ${shardId}, which is ${owner}'s.`);
    }
    const windows = new Set(times.map((time) => Math.floor(time / everyMs)));
    if (windows.size > 1) this.problems.push(`A batch of ${shardId} reaches across windows.`);
  }

  done(handOuts: readonly (HandOut & { readonly time: number })[]): void {
    for (const { time, ...handOut } of handOuts) {
      const name = nameOf(handOut);
      const mark = this.marks.get(handOut.shardId);
      if (!this.#seen.has(name) && mark !== undefined && time < mark.time) {
        this.problems.push(`${name} came after the mark of its window.`);
      }
      this.#seen.add(name);
      this.processed.push(handOut);
    }
  }

  marked(shardId: string, mark: { readonly time: number; readonly isFinal: boolean }): void {
    const before = this.marks.get(shardId);
    // A worker that was away may still announce what another has announced since.
    if (before === undefined || mark.time >= before.time) this.marks.set(shardId, mark);
  }

  /** What is missing of what was written, is in no gap, or came in another order than it was written in. */
  missing(table: Table, isWanted: (key: string) => boolean): string[] {
    const firsts = new Map<string, number[]>();
    // One that stood still with a record in its handler finishes when others are further; it began before them.
    for (const { key, version } of this.processed.toSorted((a, b) => a.begunAt - b.begunAt)) {
      const known = firsts.get(key) ?? [];
      if (!known.includes(version)) firsts.set(key, [...known, version]);
    }
    const problems: string[] = [];
    for (const [key, last] of table.written) {
      const seen = firsts.get(key) ?? [];
      if (!isWanted(key)) {
        if (seen.length > 0) problems.push(`${key} was rejected, and came.`);
        continue;
      }
      if (seen.some((version, index) => version <= (seen[index - 1] ?? 0))) {
        problems.push(`The versions of ${key} came as ${seen.join(', ')}.`);
      }
      for (let version = 1; version <= last; version += 1) {
        const isLost = !seen.includes(version) && !this.#isInGap({ key, version }, table);
        if (isLost) problems.push(`${nameOf({ key, version })} is lost.`);
      }
    }
    return problems;
  }

  #isInGap(version: Version, { places, parents }: Table): boolean {
    const place = places.get(nameOf(version));
    if (place === undefined) return false;
    return this.gaps.some(({ shardId, after, before, shardGone }) => {
      if (shardId === place.shardId) {
        const isBehind = (number: string): boolean =>
          compareSequenceNumbers(place.sequenceNumber, number) > 0;
        return (
          (after === undefined || isBehind(after.sequenceNumber)) &&
          (before === undefined || !isBehind(before.sequenceNumber))
        );
      }
      // Of several generations that came and went unseen, the last is named.
      let id = shardGone ? parents.get(shardId) : undefined;
      while (id !== undefined && id !== place.shardId) id = parents.get(id);
      return id !== undefined;
    });
  }

  /** What came again was done by a worker whose word was lost, or after it was in the handler of one that stood still. */
  checkRepetitions(): void {
    const before = new Map<string, { readonly worker: string; readonly doneAt: number }[]>();
    for (const [doneAt, { begunAt, worker, ...version }] of this.processed.entries()) {
      const name = nameOf(version);
      const earlier = before.get(name) ?? [];
      const known = earlier.filter((other) => other.doneAt < begunAt);
      if (known.length > 0 && known.every((other) => !this.troubled.has(other.worker))) {
        this.problems.push(`${name} came again, to ${worker}, for no reason.`);
      }
      before.set(name, [...earlier, { worker, doneAt }]);
    }
  }

  checkMarks(): void {
    for (const shardId of this.finished) {
      if (this.marks.get(shardId)?.isFinal !== true) {
        this.problems.push(`${shardId} is finished without its last mark.`);
      }
    }
  }
}
