// Why a request was not done, as plain values. `api/` alone knows AWS's name and text for each.

import type { MessageFamily } from '../model/invalid-input.ts';

export type Refusal =
  /** The request breaks a rule that could be judged only against the data; the text is AWS's. */
  | { readonly kind: 'invalid'; readonly family: MessageFamily; readonly message: string }
  /** `item` is the stored item as UTF-8 DynamoDB JSON, present when asked for and there is one. */
  | { readonly kind: 'condition-failed'; readonly item?: Uint8Array }
  | { readonly kind: 'table-not-found'; readonly table: string }
  | { readonly kind: 'table-exists'; readonly table: string }
  /** A table that is being created, changed or deleted refuses other changes to itself. */
  | { readonly kind: 'table-busy'; readonly table: string; readonly status: string }
  | { readonly kind: 'deletion-protected'; readonly table: string }
  | { readonly kind: 'stream-enabled'; readonly table: string }
  | { readonly kind: 'stream-not-enabled'; readonly table: string }
  /** Data-plane call with an `IndexName` that the table does not have. */
  | { readonly kind: 'index-not-found'; readonly index: string }
  | { readonly kind: 'stream-not-found'; readonly arn: string }
  | { readonly kind: 'shard-not-found'; readonly arn: string; readonly shard: string }
  | { readonly kind: 'trimmed' }
  | { readonly kind: 'iterator-expired' };

/** A refusal on its way to the wire. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`Refused: ${refusal.kind}`);
    this.refusal = refusal;
  }
}
