// How far the replica is behind the table.

export class Progress {
  readonly #now: () => number;
  /** When each change was acknowledged, in milliseconds. */
  readonly #changedAt: number[] = [];
  #applied = 0;
  #lastApplied: number;
  readonly #shards = new Set<string>();

  constructor(now: () => number) {
    this.#now = now;
    this.#lastApplied = now();
  }

  get changes(): number {
    return this.#changedAt.length;
  }

  get isCaughtUp(): boolean {
    return this.#applied >= this.changes;
  }

  changed(count: number): void {
    const now = this.#now();
    for (let index = 0; index < count; index += 1) this.#changedAt.push(now);
  }

  applied(count: number, shardId: string): void {
    this.#applied += count;
    this.#lastApplied = this.#now();
    this.#shards.add(shardId);
  }

  /** Time since a change was last applied. */
  get idleMs(): number {
    return this.#now() - this.#lastApplied;
  }

  /** Age of the oldest change that is still to be applied, to go by their number. */
  get lagMs(): number {
    const oldest = this.#changedAt[this.#applied];
    return oldest === undefined ? 0 : Math.round(this.#now() - oldest);
  }

  /** Such as `4,512 of 4,900 changes in the replica, 2,310/s, 35 ms behind, 4 shards`. */
  get line(): string {
    const [begin] = this.#changedAt;
    const seconds = begin === undefined ? 0 : (this.#now() - begin) / 1000;
    const rate = seconds === 0 ? 0 : Math.round(this.#applied / seconds);
    const behind = this.isCaughtUp ? 'up to date' : `${grouped(this.lagMs)} ms behind`;
    const shards = this.#shards.size === 1 ? '1 shard' : `${this.#shards.size} shards`;
    return `${grouped(this.#applied)} of ${grouped(this.changes)} changes in the replica, ${grouped(rate)}/s, ${behind}, ${shards}`;
  }
}

/** 12345 as 12,345. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US');
}
