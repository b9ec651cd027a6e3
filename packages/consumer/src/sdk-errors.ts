// The errors of AWS SDK clients as the kinds that a reader knows. By name, so that no SDK has to be here.

import { SourceError, type SourceErrorKind } from './source-error.ts';

/** The names that DynamoDB Streams, Kinesis and all AWS services use. */
const kinds: Readonly<Record<string, SourceErrorKind>> = {
  ExpiredIteratorException: 'iterator-expired',
  TrimmedDataAccessException: 'trimmed',
  ResourceNotFoundException: 'not-found',
  LimitExceededException: 'throttled',
  ProvisionedThroughputExceededException: 'throttled',
  ThrottlingException: 'throttled',
  Throttling: 'throttled',
  RequestLimitExceeded: 'throttled',
  TooManyRequestsException: 'throttled',
  KMSThrottlingException: 'throttled',
  AccessDeniedException: 'denied',
  UnrecognizedClientException: 'denied',
  InvalidSignatureException: 'denied',
  IncompleteSignature: 'denied',
  MissingAuthenticationTokenException: 'denied',
  ExpiredTokenException: 'denied',
  InvalidClientTokenId: 'denied',
  KMSAccessDeniedException: 'denied',
  CredentialsProviderError: 'denied',
  ValidationException: 'invalid',
  InvalidArgumentException: 'invalid',
  SerializationException: 'invalid',
};

/**
 * What a call of a client rejected with. A clock that is off makes signatures invalid (`denied`): the SDK
 * corrects itself by the service's answer, and the next attempt succeeds.
 */
function sdkError(error: unknown, doing: string): SourceError {
  if (error instanceof SourceError) return error;
  const { name = 'Error', message = String(error) } = error instanceof Error ? error : {};
  return new SourceError(kinds[name] ?? 'unavailable', `${doing}: ${name}: ${message}`, {
    cause: error,
  });
}

/** Awaits a call; its rejection is a `SourceError`. */
export async function translated<T>(doing: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw sdkError(error, doing);
  }
}
