// What becomes of shards, as pure steps: splitting and merging, and what both leave behind. One change of a
// stream may take many steps; shards that it opens and closes again never hold a record.

import { assert } from '../../base/assert.ts';
import { type HashRange, neighbour } from '../hash-key.ts';
import type { KinesisShard } from '../shard.ts';

export class ShardLife {
  readonly #now: number;
  readonly #headOf: (shard: KinesisShard) => number;
  readonly #changed = new Map<number, KinesisShard>();
  #next: number;

  /** `headOf` says how far the lane of a shard has come, of one that was open before. */
  constructor(parts: {
    readonly now: number;
    /** The index of the next shard. */
    readonly next: number;
    readonly headOf: (shard: KinesisShard) => number;
  }) {
    this.#now = parts.now;
    this.#next = parts.next;
    this.#headOf = parts.headOf;
  }

  /** The shards that the steps closed or opened, as they are now. */
  get changed(): readonly KinesisShard[] {
    return [...this.#changed.values()];
  }

  /** The index of the shard that would be opened next. */
  get next(): number {
    return this.#next;
  }

  /** The two shards that an open one gives way to; the second begins at `at`, which lies behind its start. */
  split(shard: KinesisShard, at: string): [KinesisShard, KinesisShard] {
    const before = neighbour(at, -1);
    assert(
      before !== undefined && shard.from <= before && at <= shard.to,
      'a split leaves two ranges',
    );
    this.#close(shard);
    return [
      this.#open({ from: shard.from, to: before }, [shard]),
      this.#open({ from: at, to: shard.to }, [shard]),
    ];
  }

  /** The shard that takes the place of two neighbours, of which `lower` has the lower range. */
  merge(lower: KinesisShard, upper: KinesisShard, parents = [lower, upper]): KinesisShard {
    assert(neighbour(lower.to, 1) === upper.from, 'only neighbours are merged');
    this.#close(lower);
    this.#close(upper);
    return this.#open({ from: lower.from, to: upper.to }, parents);
  }

  #close(shard: KinesisShard): void {
    assert(shard.closed === undefined, 'only an open shard closes');
    const end = this.#changed.has(shard.index) ? 0 : this.#headOf(shard);
    this.#changed.set(shard.index, { ...shard, closed: { at: this.#now, end } });
  }

  #open({ from, to }: HashRange, parents: readonly KinesisShard[]): KinesisShard {
    // While the clock stands still a child's numbers begin ahead of it.
    const since = Math.max(
      Math.floor(this.#now / 1000),
      ...parents.map((parent) => parent.since + 1),
    );
    const shard: KinesisShard = {
      index: this.#next,
      parents: parents.map(({ index }) => index),
      from,
      to,
      openedAt: this.#now,
      since,
    };
    this.#next += 1;
    this.#changed.set(shard.index, shard);
    return shard;
  }
}

/**
 * Splits and merges open shards, given in order, until their ranges are these, which are in order too. Both cover all
 * hash keys. One walk over both: a stream may have ten thousand shards.
 */
export function reshape(
  life: ShardLife,
  open: readonly KinesisShard[],
  ranges: readonly HashRange[],
): void {
  const pieces = cut(life, open, ranges);
  let next = 0;
  for (const range of ranges) {
    let whole = pieces[next];
    assert(whole?.from === range.from, 'a piece begins where the range does');
    next += 1;
    for (let upper = pieces[next]; upper !== undefined && upper.to <= range.to;) {
      whole = life.merge(whole, upper);
      next += 1;
      upper = pieces[next];
    }
  }
}

/** The shards, split wherever a range begins inside of one. */
function cut(
  life: ShardLife,
  open: readonly KinesisShard[],
  ranges: readonly HashRange[],
): KinesisShard[] {
  const pieces: KinesisShard[] = [];
  let next = 0;
  for (const shard of open) {
    let rest = shard;
    for (let start = ranges[next]?.from; start !== undefined && start <= rest.to;) {
      if (start > rest.from) {
        const [lower, upper] = life.split(rest, start);
        pieces.push(lower);
        rest = upper;
      }
      next += 1;
      start = ranges[next]?.from;
    }
    pieces.push(rest);
  }
  return pieces;
}
