// The storage interface: ordered bytes, and a log in lanes. Everything durable in Headwater goes
// through these verbs, and every engine passes the contract suite in `contract.ts`.
//
// A *lane* is one independent, ordered log: a partition of a table, a Kinesis shard, or the catalog.
// A *position* numbers the entries of one lane: 1, 2, 3, ... without gaps, assigned at commit.

export type Key = Uint8Array;
export type Value = Uint8Array;

export interface RangeRequest {
  /** Inclusive. */
  readonly from: Key;
  /** Exclusive. */
  readonly to: Key;
  readonly direction: 'forward' | 'backward';
  readonly limit: {
    /** At most so many pairs; at least 1. */
    readonly count: number;
    /** Stop after the pair that reaches this many bytes of keys and values; one pair always fits. */
    readonly bytes: number;
  };
}

export interface RangePage {
  readonly entries: readonly (readonly [Key, Value])[];
  /** Whether the range held more than this page when it was read. */
  readonly more: boolean;
}

/** What `decide` sees: one snapshot, which holds until its commit has been applied. */
export interface Snapshot {
  /** Values in the order of `reads`; undefined where the store has no such key. */
  readonly values: readonly (Value | undefined)[];
  /** Position of the newest entry of one of the commit's lanes; 0 when the lane never had one. */
  head(lane: string): number;
}

export interface Decision<T> {
  readonly puts?: readonly (readonly [Key, Value])[];
  readonly deletes?: readonly Key[];
  /** Appended in this order; every lane named must be among the commit's `lanes`. */
  readonly appends?: readonly { readonly lane: string; readonly entry: Value }[];
  readonly result: T;
}

export interface CommitRequest<T> {
  /**
   * Commits that share a lane run one after another. A commit that reads a key in order to decide must
   * name a lane that every writer of that key names too, or engines with concurrent writers may refuse it.
   */
  readonly lanes: readonly string[];
  readonly reads: readonly Key[];
  /** Pure and synchronous; may be called again after a conflict. To refuse is to return no changes. */
  decide(snapshot: Snapshot): Decision<T>;
}

export interface LogEntry {
  readonly position: number;
  readonly entry: Value;
}

export interface LogPage {
  readonly entries: readonly LogEntry[];
  /** Position of the newest durable entry of the lane when this was read; 0 when it never had one. */
  readonly head: number;
  /** Entries at or below this position are gone; 0 when none are. */
  readonly trimmed: number;
}

export interface Store extends AsyncDisposable {
  /** Values from one snapshot, in the order of `keys`. Shows only what is durable. */
  get(keys: readonly Key[]): Promise<(Value | undefined)[]>;

  /** One page of an ordered range. Shows only what is durable. */
  range(request: RangeRequest): Promise<RangePage>;

  /**
   * Applies a decision atomically: all of its puts, deletes and appends, or none.
   *
   * Resolves with `result` once everything that the decision saw and did is durable under the store's
   * durability, also when it changed nothing: a refusal never rests on a write that could still vanish.
   * Rejects with what `decide` threw (that commit alone is dropped) or with StoreUnavailable.
   */
  commit<T>(request: CommitRequest<T>): Promise<T>;

  /** Durable entries of a lane after a position, in order. An unknown lane is empty. */
  readLog(
    lane: string,
    after: number,
    limit: { readonly count: number; readonly bytes: number },
  ): Promise<LogPage>;

  /**
   * Forgets a lane's entries at and below a position; beyond the head it forgets all that there are.
   * Positions go on from where they were. Bounded work per call: resolves with how many entries it
   * removed, at most `maxEntries`; call again until it says 0.
   */
  trimLog(lane: string, upTo: number, maxEntries: number): Promise<number>;

  /**
   * Calls `listener` soon after a lane gained durable entries (never before they can be read, possibly
   * once for many). Returns the function that stops it. No promise is made about entries from before.
   */
  onGrowth(lane: string, listener: () => void): () => void;

  /** Waits for commits under way, then releases the store. Further calls reject with StoreUnavailable. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** The store is closed, or the disk refused a write; nothing of the failed commit was acknowledged. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** The data directory cannot be opened: another process holds it, or its format is not ours. */
export class CannotOpenStore extends Error {
  override readonly name = 'CannotOpenStore';
}
