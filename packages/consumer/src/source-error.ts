// What can go wrong with a stream, in the few kinds that a reader treats differently.

/**
 * - `throttled`: asked too often, or a limit was exceeded. Asked again later, with back-off.
 * - `iterator-expired`: opened again behind the last record that was read.
 * - `trimmed`: the position is older than what the stream still has. Reported as a gap.
 * - `not-found`: there is no such shard, or no such stream.
 * - `unavailable`: the network, a time-out or the service. Asked again later, with back-off.
 * - `denied`: the credentials do not allow it, or are not valid (any more).
 * - `invalid`: the source refuses the request itself: a sequence number of another shard, for example.
 */
export type SourceErrorKind =
  | 'throttled'
  | 'iterator-expired'
  | 'trimmed'
  | 'not-found'
  | 'unavailable'
  | 'denied'
  | 'invalid';

/** `cause` is the error as the SDK threw it. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly kind: SourceErrorKind;

  constructor(kind: SourceErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** Whatever a source rejected with, as one of the kinds. */
export function toSourceError(error: unknown): SourceError {
  if (error instanceof SourceError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new SourceError('unavailable', message, { cause: error });
}
