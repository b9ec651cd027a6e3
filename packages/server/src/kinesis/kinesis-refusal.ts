// Why something was not done with a Kinesis stream, as plain values. `api/kinesis` alone knows AWS's name and
// text for each, and adds the account and the region, which are the caller's.

export type KinesisRefusal =
  | { readonly kind: 'stream-not-found'; readonly stream: string }
  | { readonly kind: 'stream-exists'; readonly stream: string }
  /** A stream that is being created, changed or deleted refuses other changes. */
  | { readonly kind: 'stream-busy'; readonly stream: string; readonly status: string }
  | { readonly kind: 'stream-has-consumers'; readonly stream: string }
  /** Of an operation that changes the shard. */
  | { readonly kind: 'shard-not-found'; readonly stream: string; readonly shard: string }
  /** Of one that reads it. */
  | { readonly kind: 'no-such-shard'; readonly stream: string; readonly shard: string }
  | { readonly kind: 'shard-not-open'; readonly stream: string; readonly shard: string }
  | {
      readonly kind: 'bad-split';
      readonly stream: string;
      readonly shard: string;
      readonly key: string;
      readonly from: string;
      readonly to: string;
    }
  | {
      readonly kind: 'not-adjacent';
      readonly stream: string;
      readonly shard: string;
      readonly other: string;
    }
  | {
      readonly kind: 'too-many-shards';
      readonly current: number;
      readonly limit: number;
      readonly additional: number;
    }
  | { readonly kind: 'too-many-on-demand-streams'; readonly limit: number }
  | {
      readonly kind: 'resize-beyond-limit' | 'resize-beyond-double' | 'resize-below-half';
      readonly current: number;
      readonly target: number;
      readonly limit: number;
    }
  | { readonly kind: 'resized-too-often'; readonly stream: string; readonly limit: number }
  | { readonly kind: 'mode-changed-too-often'; readonly stream: string; readonly limit: number }
  | { readonly kind: 'mode-unchanged'; readonly stream: string; readonly mode: string }
  /** The operation is for streams of provisioned capacity. */
  | { readonly kind: 'on-demand'; readonly stream: string; readonly operation: string }
  | { readonly kind: 'bad-explicit-hash-key'; readonly key: string }
  | { readonly kind: 'bad-ordering-number'; readonly stream: string; readonly number: string }
  | { readonly kind: 'record-too-large'; readonly limitKib: number }
  /** More is written to, or read from, a shard than it takes. */
  | { readonly kind: 'rate-exceeded'; readonly stream: string; readonly shard: string }
  | {
      readonly kind: 'bad-sequence-number' | 'sequence-number-of-other-stream';
      readonly stream: string;
      readonly shard: string;
      readonly number: string;
    }
  | {
      readonly kind: 'sequence-number-of-other-shard';
      readonly shard: string;
      readonly encoded: string;
    }
  /** Epoch milliseconds. */
  | { readonly kind: 'time-in-future'; readonly time: number; readonly now: number }
  | { readonly kind: 'iterator-invalid' }
  /** Epoch milliseconds. */
  | { readonly kind: 'iterator-expired'; readonly issued: number; readonly now: number }
  | { readonly kind: 'token-invalid' }
  | { readonly kind: 'token-expired' }
  | { readonly kind: 'retention-too-short' | 'retention-too-long'; readonly hours: number }
  | {
      readonly kind: 'retention-not-longer' | 'retention-not-shorter';
      readonly stream: string;
      readonly hours: number;
      readonly current: number;
    }
  | { readonly kind: 'too-many-tags'; readonly stream: string; readonly limit: number }
  | { readonly kind: 'consumer-not-found'; readonly consumer: string }
  | { readonly kind: 'consumer-exists'; readonly consumer: string }
  | { readonly kind: 'consumer-not-active'; readonly consumer: string; readonly status: string }
  | { readonly kind: 'too-many-consumers'; readonly stream: string; readonly limit: number }
  | { readonly kind: 'subscribed-lately'; readonly consumer: string; readonly shard: string };

export class KinesisRefused extends Error {
  override readonly name = 'KinesisRefused';
  readonly refusal: KinesisRefusal;

  constructor(refusal: KinesisRefusal) {
    super(`Refused: ${refusal.kind}`);
    this.refusal = refusal;
  }
}
