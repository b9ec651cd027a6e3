// The catalogue of errors as the wire shows them: the only place with AWS's names and statuses.
// docs/errors.md lists the same table, and a test keeps the two equal.

const CORAL_SERVICE = 'com.amazon.coral.service';
const CORAL_AVAILABILITY = 'com.amazon.coral.availability';
const DYNAMODB = 'com.amazonaws.dynamodb.v20120810';

interface CatalogueEntry {
  readonly namespace: string;
  readonly status: number;
  /** The member of the body that holds the text; coral's own errors use the upper case one. */
  readonly textMember: 'message' | 'Message';
}

/** Namespaces, statuses and casing as observed on AWS (dynalite's recordings; LocalStack snapshots). */
export const catalogue = {
  AccessDeniedException: { namespace: CORAL_SERVICE, status: 400, textMember: 'Message' },
  BackupInUseException: { namespace: DYNAMODB, status: 400, textMember: 'message' },
  BackupNotFoundException: { namespace: DYNAMODB, status: 400, textMember: 'message' },
  ConditionalCheckFailedException: { namespace: DYNAMODB, status: 400, textMember: 'message' },
  ContinuousBackupsUnavailableException: {
    namespace: DYNAMODB,
    status: 400,
    textMember: 'message',
  },
  DuplicateItemException: { namespace: DYNAMODB, status: 400, textMember: 'message' },
  ExpiredIteratorException: { namespace: DYNAMODB, status: 400, textMember: 'message' },
  IdempotentParameterMismatchException: {
    namespace: DYNAMODB,
    status: 400,
    textMember: 'Message',
  },
  IncompleteSignatureException: { namespace: CORAL_SERVICE, status: 400, textMember: 'message' },
  InternalServerError: { namespace: DYNAMODB, status: 500, textMember: 'message' },
  InvalidRestoreTimeException: { namespace: DYNAMODB, status: 400, textMember: 'message' },
  InvalidSignatureException: { namespace: CORAL_SERVICE, status: 400, textMember: 'message' },
  LimitExceededException: { namespace: DYNAMODB, status: 400, textMember: 'message' },
  MissingAuthenticationTokenException: {
    namespace: CORAL_SERVICE,
    status: 400,
    textMember: 'message',
  },
  PointInTimeRecoveryUnavailableException: {
    namespace: DYNAMODB,
    status: 400,
    textMember: 'message',
  },
  ProvisionedThroughputExceededException: {
    namespace: DYNAMODB,
    status: 400,
    textMember: 'message',
  },
  ResourceInUseException: { namespace: DYNAMODB, status: 400, textMember: 'message' },
  ResourceNotFoundException: { namespace: DYNAMODB, status: 400, textMember: 'message' },
  SerializationException: { namespace: CORAL_SERVICE, status: 400, textMember: 'Message' },
  ServiceUnavailable: { namespace: DYNAMODB, status: 503, textMember: 'message' },
  TableAlreadyExistsException: { namespace: DYNAMODB, status: 400, textMember: 'message' },
  TableInUseException: { namespace: DYNAMODB, status: 400, textMember: 'message' },
  TableNotFoundException: { namespace: DYNAMODB, status: 400, textMember: 'message' },
  ThrottlingException: { namespace: CORAL_AVAILABILITY, status: 400, textMember: 'message' },
  TransactionCanceledException: { namespace: DYNAMODB, status: 400, textMember: 'Message' },
  TrimmedDataAccessException: { namespace: DYNAMODB, status: 400, textMember: 'message' },
  UnknownOperationException: { namespace: CORAL_SERVICE, status: 400, textMember: 'message' },
  ValidationException: {
    namespace: 'com.amazon.coral.validate',
    status: 400,
    textMember: 'message',
  },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorName = keyof typeof catalogue;

/** One action's part in the cancellation of a transaction. */
export interface WireReason {
  readonly code: string;
  readonly text?: string;
  /** The item that failed a condition, as UTF-8 DynamoDB JSON. */
  readonly item?: Uint8Array;
}

/** What was throttled, and why. */
export interface ThrottlingReason {
  readonly reason: string;
  /** ARN of a table or index. */
  readonly resource: string;
}

/** What some errors have besides their text. */
interface ErrorDetail {
  /** As in WireReason. */
  readonly item?: Uint8Array | undefined;
  /** Of a cancelled transaction, one for each action. */
  readonly reasons?: readonly WireReason[];
  readonly throttlingReasons?: readonly ThrottlingReason[];
}

/** An error on its way to the client. */
export class WireError extends Error {
  override readonly name = 'WireError';
  readonly error: ErrorName;
  /** Absent where AWS sends none. */
  readonly text: string | undefined;
  readonly detail: ErrorDetail;

  constructor(error: ErrorName, text?: string, detail: ErrorDetail = {}) {
    super(text ?? error);
    this.error = error;
    this.text = text;
    this.detail = detail;
  }
}

export function validationError(text: string): WireError {
  return new WireError('ValidationException', text);
}

export function serializationError(text?: string): WireError {
  return new WireError('SerializationException', text);
}

export function internalError(
  text = 'The request could not be processed: internal server error',
): WireError {
  return new WireError('InternalServerError', text);
}

export function errorType(error: ErrorName): string {
  return `${catalogue[error].namespace}#${error}`;
}
