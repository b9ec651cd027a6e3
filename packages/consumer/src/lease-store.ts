// Leases and checkpoints: who reads a shard, and how far it got. A store keeps them for many
// applications and workers.
//
// Two counters guard a lease. The `fence` grows whenever the lease changes hands: a worker that was away
// holds an old one, and all that it writes is refused with `LeaseLost`. The `heartbeat` grows with each
// write of the owner: a lease whose heartbeat another worker sees unchanged for the lease's duration, by
// that worker's own clock, is expired. So no two clocks are ever compared.

/** How far a shard is read. */
export type Checkpoint =
  /** Nothing of it was processed yet: begin here. Milliseconds since the epoch. */
  | { readonly type: 'TRIM_HORIZON' }
  | { readonly type: 'AT_TIMESTAMP'; readonly time: number }
  | { readonly type: 'AT_SEQUENCE_NUMBER'; readonly sequenceNumber: string }
  /**
   * What came after `since`, by the clock: exactly from this iterator on, while it is valid. `from` is the sequence
   * number with which the shard began, if known: it tells whether records were trimmed since.
   */
  | {
      readonly type: 'LATEST';
      readonly since: number;
      readonly iterator?: string;
      readonly from?: string;
    }
  /** All up to this record is processed. `time` is the record's. */
  | {
      readonly type: 'AFTER_SEQUENCE_NUMBER';
      readonly sequenceNumber: string;
      readonly time?: number;
    }
  | {
      readonly type: 'FINISHED';
      /** At its end, at the end of what was to be replayed, or as the shard is gone. */
      readonly reason: 'end' | 'range' | 'gone';
      /** When, by the clock of the worker. */
      readonly at: number;
    };

/** Where a replay of a shard ends: with this record, or with the last of this time (in milliseconds). */
export type RangeEnd = { readonly sequenceNumber: string } | { readonly time: number };

export interface NewLease {
  readonly shardId: string;
  readonly parentIds: readonly string[];
  readonly checkpoint: Checkpoint;
  readonly until?: RangeEnd;
}

export interface Lease extends NewLease {
  /** The worker that reads the shard; absent when it is free. */
  readonly owner?: string;
  /** A worker that would like to have it: the owner hands it over between two batches. */
  readonly askedBy?: string;
  readonly fence: number;
  readonly heartbeat: number;
}

/** Where an application began; written once, by its first worker, and the same for all that follow. */
export interface ApplicationStart {
  /** The source's name: one application follows one stream. */
  readonly stream?: string;
  readonly startedAt: number;
  /** Shards with a position of their own. What was before them in their lineage is not read. */
  readonly starts: Readonly<Record<string, Checkpoint>>;
  /** Where all other shards begin; absent when no others are read. */
  readonly elsewhere?: Checkpoint;
  /** Of a replay: where each shard ends, and where those end that are not named. */
  readonly ends?: Readonly<Record<string, RangeEnd>>;
  readonly endElsewhere?: RangeEnd;
}

/** Somebody else has the lease, or nobody has: its owner was away too long. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
  readonly shardId: string;

  constructor(shardId: string, message = `The lease of ${shardId} has changed hands.`) {
    super(message);
    this.shardId = shardId;
  }
}

/**
 * Each method is one atomic step. `application` is the name space. What they throw apart from `LeaseLost`
 * counts as a store that is unavailable now: the consumer tries again.
 *
 * The methods of an owner (`renew`, `checkpoint`, `release`) succeed while `owner` and `fence`
 * of the stored lease are those of the lease given, so that repeating one after a lost answer does no harm.
 */
export interface LeaseStore {
  /** Stores `start` unless there is one; returns the one that is stored. */
  begin(application: string, start: ApplicationStart): Promise<ApplicationStart>;
  /** All leases of the application, with what was written before the call. */
  list(application: string): Promise<readonly Lease[]>;
  /** Makes a free lease; false when there is one of this shard. */
  create(application: string, lease: NewLease): Promise<boolean>;
  /**
   * Makes `owner` the owner, with a higher fence. Succeeds while fence and heartbeat are those of `lease`:
   * nobody has taken or renewed it since it was read. @throws LeaseLost
   */
  take(application: string, lease: Lease, owner: string): Promise<Lease>;
  /** Asks the owner to hand the lease over; false when it changed hands or another has asked before. */
  ask(application: string, lease: Lease, worker: string): Promise<boolean>;
  /** @throws LeaseLost */
  renew(application: string, lease: Lease): Promise<Lease>;
  /** Renews too. FINISHED frees the lease for ever. @throws LeaseLost */
  checkpoint(application: string, lease: Lease, checkpoint: Checkpoint): Promise<Lease>;
  /** Frees the lease with a higher fence, or makes `to` its owner, who takes it then. @throws LeaseLost */
  release(application: string, lease: Lease, to?: string): Promise<void>;
  /** Removes the lease while its fence is that of `lease`; otherwise it stays. */
  remove(application: string, lease: Lease): Promise<void>;
}
