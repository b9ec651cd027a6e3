// The correct loop, which every mistake of this folder is compared with: a parent to its end before its
// children, each shard from where it was left, whatever becomes of iterators, records and the process.

import {
  ExpiredIteratorException,
  ResourceNotFoundException,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import type { Consumer, ConsumerOptions } from './consumer.ts';
import {
  describeShards,
  iteratorAt,
  type ListedShard,
  type Page,
  readPage,
  sequenceNumberOf,
} from './stream-calls.ts';

/** How far each shard was handled. A service keeps it where it outlasts the process. */
export interface Progress {
  /** Shards that were read to their end. */
  readonly finished: Set<string>;
  /** By shard that was begun, the last sequence number that was handled; "" before the first. */
  readonly handled: Map<string, string>;
}

export const noProgress = (): Progress => ({ finished: new Set(), handled: new Map() });

export interface FollowOptions extends ConsumerOptions {
  readonly progress?: Progress;
  /** Records of this shard were trimmed before it was read to its end. Somebody should know. */
  readonly onGap?: (shard: string) => void;
}

export function followLineage(options: FollowOptions): Consumer {
  const follower = new LineageFollower(options);
  return { poll: () => follower.poll() };
}

class LineageFollower {
  readonly #options: FollowOptions;
  readonly #progress: Progress;
  readonly #iterators = new Map<string, string>();

  constructor(options: FollowOptions) {
    this.#options = options;
    this.#progress = options.progress ?? noProgress();
  }

  async poll(): Promise<void> {
    for (let ended = true; ended;) {
      ended = false;
      const shards = await describeShards(this.#options);
      this.#forget(shards);
      for (const { id } of readable(shards, this.#progress.finished)) {
        // The end of a shard is the moment to look for its children.
        if ((await this.#read(id)) === 'ended') ended = true;
      }
    }
  }

  /** Drops what is known of shards that are gone. One that was not read to its end took records along. */
  #forget(shards: readonly ListedShard[]): void {
    const listed = new Set(shards.map(({ id }) => id));
    const { finished, handled } = this.#progress;
    for (const id of finished) if (!listed.has(id)) finished.delete(id);
    for (const id of handled.keys()) if (!listed.has(id)) this.#lose(id);
  }

  #lose(shard: string): void {
    this.#progress.handled.delete(shard);
    this.#iterators.delete(shard);
    this.#options.onGap?.(shard);
  }

  async #read(shard: string): Promise<'ended' | 'later'> {
    const { finished, handled } = this.#progress;
    for (;;) {
      const page = await this.#page(shard);
      if (page === 'later') return 'later';
      // Should a record not be handled, reading goes on behind the last that was.
      this.#iterators.delete(shard);
      for (const record of page.records) {
        await this.#options.onRecord(record);
        handled.set(shard, sequenceNumberOf(record));
      }
      if (page.next === undefined) {
        finished.add(shard);
        handled.delete(shard);
        return 'ended';
      }
      this.#iterators.set(shard, page.next);
      if (page.records.length === 0) return 'later';
    }
  }

  async #page(shard: string): Promise<Page | 'later'> {
    try {
      const iterator = this.#iterators.get(shard) ?? (await this.#reopen(shard));
      return await readPage(this.#options, iterator);
    } catch (error) {
      if (error instanceof ExpiredIteratorException) {
        this.#iterators.delete(shard);
        return this.#page(shard);
      }
      if (error instanceof TrimmedDataAccessException) {
        this.#lose(shard);
        return this.#page(shard);
      }
      // Gone since it was listed: the next description tells.
      if (error instanceof ResourceNotFoundException || isThrottled(error)) return 'later';
      throw error;
    }
  }

  /** Behind the last record that was handled, and never at LATEST: between the two are records. */
  #reopen(shard: string): Promise<string> {
    const { handled } = this.#progress;
    const after = handled.get(shard) ?? '';
    handled.set(shard, after);
    return iteratorAt(this.#options, shard, after === '' ? 'TRIM_HORIZON' : { after });
  }
}

/** Those that are not finished and whose parent is, or is gone. */
function readable(shards: readonly ListedShard[], finished: ReadonlySet<string>): ListedShard[] {
  const listed = new Set(shards.map(({ id }) => id));
  return shards.filter(({ id, parent }) => {
    const waits = parent !== undefined && listed.has(parent) && !finished.has(parent);
    return !finished.has(id) && !waits;
  });
}

/** More calls than the shard takes, after the SDK has tried again: the next poll reads on. */
function isThrottled(error: unknown): boolean {
  const names = [
    'ThrottlingException',
    'LimitExceededException',
    'ProvisionedThroughputExceededException',
  ];
  return error instanceof Error && names.includes(error.name);
}
