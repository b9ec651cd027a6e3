// What a program does to a system of streams, whatever the way in; and what it is answered.

import type { Answer, Item, Position, ViewType } from './model-state.ts';

/** The one table that programs are about. */
export const tableName = 'things';
export const retentionTag = 'headwater:stream-retention';

export type Write =
  | { readonly kind: 'put'; readonly item: Item; readonly ifAbsent: boolean }
  | { readonly kind: 'delete'; readonly key: string }
  | { readonly kind: 'check'; readonly key: string; readonly isThere: boolean }
  | {
      readonly kind: 'update';
      readonly key: string;
      readonly expression: string;
      readonly values?: Item;
    };

/** A record as readers see it. */
export interface SeenRecord {
  readonly eventId: string;
  readonly eventName: string;
  readonly key: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  readonly viewType: string;
  /** Epoch seconds. */
  readonly seconds: number;
  readonly number: string;
  readonly byTimeToLive: boolean;
}

export interface SeenShard {
  readonly id: string;
  readonly parent: string | undefined;
  readonly start: string;
  readonly end: string | undefined;
}

export interface SeenStream {
  readonly status: string;
  readonly viewType: string;
  readonly shards: readonly SeenShard[];
  /** Whether more follow. */
  readonly more: boolean;
}

export interface SeenPage {
  readonly records: readonly SeenRecord[];
  readonly next: string | undefined;
}

export interface DescribePage {
  readonly limit: number;
  readonly after?: string;
  readonly childrenOf?: string;
}

/** Everything that was done is over, background work too, when a method resolves. */
export interface System extends AsyncDisposable {
  /** Resolve with the ARN of the new stream, if there is one. */
  createTable(asked: {
    readonly partitions: number;
    readonly viewType: ViewType | undefined;
    readonly retention: string | undefined;
  }): Promise<Answer<string | undefined>>;
  setStream(viewType: ViewType | undefined): Promise<Answer<string | undefined>>;
  deleteTable(): Promise<Answer<undefined>>;
  setRetention(retention: string | undefined): Promise<Answer<undefined>>;
  setTimeToLive(isEnabled: boolean): Promise<Answer<undefined>>;
  setRecovery(isEnabled: boolean): Promise<Answer<undefined>>;

  write(write: Exclude<Write, { kind: 'check' }>): Promise<Answer<undefined>>;
  /** Unconditional puts and deletes of different items. */
  batch(writes: readonly Write[]): Promise<Answer<undefined>>;
  transact(writes: readonly Write[]): Promise<Answer<undefined>>;
  items(): Promise<Answer<readonly Item[]>>;

  /** Resolve with the ids of the shards that changed, or of trimmed ones of those that remain. */
  split(shard: string | undefined): Promise<Answer<readonly string[]>>;
  roll(shard: string | undefined): Promise<Answer<readonly string[]>>;
  trim(shard: string | undefined, upTo: string | undefined): Promise<Answer<readonly string[]>>;
  expire(shard: string | undefined): Promise<Answer<readonly string[]>>;

  /** ARNs. */
  listStreams(): Promise<readonly string[]>;
  describe(arn: string, page: DescribePage): Promise<Answer<SeenStream>>;
  iterator(arn: string, shard: string, position: Position): Promise<Answer<string>>;
  read(iterator: string, limit: number): Promise<Answer<SeenPage>>;

  advance(ms: number): Promise<void>;
  /** Ends the server, and starts it anew so much later. */
  restart(afterMs: number): Promise<void>;
  /** What is wrong inside, in sentences. */
  problems(): Promise<readonly string[]>;
}
