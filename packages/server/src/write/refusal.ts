// Why a request was not done, as plain values. `api/` alone knows AWS's name and text for each.

import type { MessageFamily } from '../model/invalid-input.ts';

export type Refusal =
  /** The request breaks a rule that could be judged only against the data; the text is AWS's. */
  | { readonly kind: 'invalid'; readonly family: MessageFamily; readonly message: string }
  /** `item` is the stored item as UTF-8 DynamoDB JSON, present when asked for and there is one. */
  | { readonly kind: 'condition-failed'; readonly item?: Uint8Array }
  /** An INSERT of an item that is there; `item` as of `condition-failed`. */
  | { readonly kind: 'duplicate-item'; readonly item?: Uint8Array }
  | { readonly kind: 'table-not-found'; readonly table: string }
  | { readonly kind: 'table-exists'; readonly table: string }
  /** A table that is being created, changed or deleted refuses other changes to itself. */
  | { readonly kind: 'table-busy'; readonly table: string; readonly status: string }
  | { readonly kind: 'deletion-protected'; readonly table: string }
  | { readonly kind: 'stream-enabled'; readonly table: string }
  | { readonly kind: 'stream-not-enabled'; readonly table: string }
  /** Data-plane call with an `IndexName` that the table does not have. */
  | { readonly kind: 'index-not-found'; readonly index: string }
  /** UpdateTable of an index that the table does not have. */
  | { readonly kind: 'table-lacks-index'; readonly table: string; readonly index: string }
  /** Another index is being built, or the request asks for more than one. */
  | { readonly kind: 'index-change-limit' }
  /** UpdateTable would give the table more global indexes than it may have. */
  | { readonly kind: 'too-many-indexes'; readonly limit: number }
  /** The table has had so many indexes and times to live that no number is left for another. */
  | { readonly kind: 'index-numbers-used'; readonly limit: number }
  | { readonly kind: 'stream-not-found'; readonly arn: string }
  | { readonly kind: 'shard-not-found'; readonly arn: string; readonly shard: string }
  /** One reason for each action of the transaction, in their order; not all are `none`. */
  | { readonly kind: 'transaction-cancelled'; readonly reasons: readonly CancellationReason[] }
  /** The token of a transaction that was done lately came with another transaction. */
  | { readonly kind: 'token-reused' }
  | { readonly kind: 'backup-not-found'; readonly arn: string }
  /** It is being created. */
  | { readonly kind: 'backup-in-use'; readonly arn: string }
  /** A table is being restored from it; `what` is that table, as whoever asks sees it. */
  | {
      readonly kind: 'backup-restoring';
      readonly arn: string;
      readonly what: 'table' | 'another table';
    }
  | { readonly kind: 'backups-unavailable'; readonly table: string }
  /** A table cannot go while its items are copied. */
  | { readonly kind: 'table-backed-up'; readonly table: string }
  /** Nor while one of its indexes is being filled. */
  | { readonly kind: 'table-indexes-filling' }
  /** Point-in-time recovery is not enabled. */
  | { readonly kind: 'recovery-unavailable'; readonly table: string }
  /** Epoch milliseconds. */
  | {
      readonly kind: 'time-not-restorable';
      readonly time: number;
      readonly earliest: number;
      readonly latest: number;
    }
  /** A restored table would take the name of one that is there. */
  | { readonly kind: 'target-exists'; readonly table: string }
  /** The same of one that is itself being restored. */
  | { readonly kind: 'target-restoring'; readonly table: string; readonly arn: string }
  | { readonly kind: 'too-many-restores'; readonly limit: number }
  /** Provisioned throughput is used up: of the table, or of its global index; `arn` is that one's. */
  | {
      readonly kind: 'throughput-exceeded';
      readonly table: string;
      readonly access: 'read' | 'write';
      readonly index?: string;
      readonly arn: string;
    }
  /** GetRecords beyond what one shard may be read. */
  | {
      readonly kind: 'read-limit-exceeded';
      readonly shard: string;
      readonly limit: 'calls' | 'bytes' | 'readers';
    }
  | { readonly kind: 'trimmed' }
  | { readonly kind: 'iterator-expired' };

/** What one action of a cancelled transaction had to do with it. */
export type CancellationReason =
  | { readonly kind: 'none' }
  | Extract<
      Refusal,
      { readonly kind: 'condition-failed' | 'duplicate-item' | 'invalid' | 'throughput-exceeded' }
    >
  /** Only of a transaction of PartiQL statements; others are refused for it. */
  | Extract<Refusal, { readonly kind: 'table-not-found' }>;

/** A refusal on its way to the wire. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`Refused: ${refusal.kind}`);
    this.refusal = refusal;
  }
}
