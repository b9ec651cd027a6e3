// When which watermark of a shard is due. Pure: it is told what is read of the shard, in its order, and says
// which mark belongs where between the records.

export interface WatermarkPace {
  readonly everyMs: number;
  readonly graceMs: number;
}

/** The beginning of the window in which the time is. */
export function windowOf(time: number, everyMs: number): number {
  return Math.floor(time / everyMs) * everyMs;
}

export class Watermarks {
  readonly #pace: WatermarkPace;
  /** The next one to announce. */
  #due: number | undefined;
  /** It is due whatever comes: another worker may have processed records that belong before it. */
  #isFirst = true;
  #announced = -Infinity;

  /** @param takenAt when this worker took the shard: epoch milliseconds */
  constructor(pace: WatermarkPace, takenAt: number) {
    this.#pace = pace;
    this.#due = windowOf(takenAt, pace.everyMs) + pace.everyMs;
  }

  /** When the shard has to be read to its end for the next mark; undefined while none is due. */
  get lookBy(): number | undefined {
    return this.#due === undefined ? undefined : this.#due + this.#pace.graceMs;
  }

  /** The mark that belongs before a record of this time, if one does. */
  before(time: number): number | undefined {
    const window = windowOf(time, this.#pace.everyMs);
    // What was before this worker's time is behind it, wherever that ended.
    if (this.#announced === -Infinity) return this.#announce(window);
    return this.#due !== undefined && window >= this.#due ? this.#announce(this.#due) : undefined;
  }

  /** A record of this time is handed out: its window ends with a mark, unless it comes too late for that. */
  handOut(time: number): void {
    const end = windowOf(time, this.#pace.everyMs) + this.#pace.everyMs;
    if (end <= this.#announced) return;
    this.#due = this.#isFirst ? end : Math.max(end, this.#due ?? end);
    this.#isFirst = false;
  }

  /** The mark that belongs here, where the shard was read to its end by a read that began at this time. */
  atHead(readAt: number): number | undefined {
    const { lookBy } = this;
    return lookBy !== undefined && readAt >= lookBy ? this.#announce(this.#due) : undefined;
  }

  /** The last mark of the shard. */
  atEnd(): number {
    return this.#due ?? this.#announced;
  }

  #announce(mark: number | undefined): number | undefined {
    this.#announced = mark ?? this.#announced;
    if (this.#due !== undefined && this.#due <= this.#announced) {
      this.#due = undefined;
      this.#isFirst = false;
    }
    return mark;
  }
}
