// Why something was not done with a function, as plain values. `api/lambda` alone knows AWS's name and
// text for each.

export type FunctionRefusal =
  /** `arn` has the qualifier that was asked for, if there was one. */
  | { readonly kind: 'function-not-found'; readonly arn: string }
  | { readonly kind: 'function-exists'; readonly name: string }
  | { readonly kind: 'other-region'; readonly asked: string; readonly region: string }
  | { readonly kind: 'other-account'; readonly asked: string; readonly account: string }
  | { readonly kind: 'qualifier-mismatch' }
  | { readonly kind: 'alias-not-found'; readonly arn: string }
  | { readonly kind: 'alias-exists'; readonly arn: string }
  | { readonly kind: 'alias-routes-to-itself'; readonly version: string }
  | { readonly kind: 'alias-routes-from-latest' }
  | { readonly kind: 'version-in-use'; readonly version: string; readonly aliases: string }
  | { readonly kind: 'latest-not-deletable' }
  | { readonly kind: 'alias-not-deletable' }
  | { readonly kind: 'wrong-revision' }
  | { readonly kind: 'wrong-code'; readonly asked: string; readonly current: string }
  | { readonly kind: 'statement-exists'; readonly statement: string }
  | { readonly kind: 'statement-not-found'; readonly statement: string }
  | { readonly kind: 'policy-not-found' }
  | { readonly kind: 'policy-of-latest' }
  | { readonly kind: 'policy-too-long'; readonly length: number; readonly limit: number }
  | { readonly kind: 'event-config-not-found'; readonly arn: string }
  | { readonly kind: 'no-function-for-event-config' }
  | { readonly kind: 'not-a-function' }
  /** `code` is the name of S3's error. */
  | { readonly kind: 'code-not-fetched'; readonly code: string; readonly reason: string }
  | { readonly kind: 'not-an-archive' }
  | { readonly kind: 'archive-empty' }
  | { readonly kind: 'archive-too-large'; readonly limit: number }
  | { readonly kind: 'unpacked-too-large'; readonly limit: number }
  | { readonly kind: 'concurrency-exhausted'; readonly minimum: number }
  /** `reserved`: the function's own limit; `account`: more than the server takes at a time. */
  | { readonly kind: 'throttled'; readonly limit: 'reserved' | 'account' };

export class FunctionRefused extends Error {
  override readonly name = 'FunctionRefused';
  readonly refusal: FunctionRefusal;

  constructor(refusal: FunctionRefusal) {
    super(`Refused: ${refusal.kind}`);
    this.refusal = refusal;
  }
}
