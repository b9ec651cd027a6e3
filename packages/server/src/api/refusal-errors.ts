// From what the inner layers refuse with (Refused, InvalidInput, StoreUnavailable) to the error that AWS
// would answer with.

import { isoTime } from '../base/iso-time.ts';
import { InvalidInput, type MessageFamily } from '../model/invalid-input.ts';
import { StoreUnavailable } from '../store/store.ts';
import { type CancellationReason, Refused, type Refusal } from '../write/refusal.ts';
import { type ErrorName, type ThrottlingReason, WireError, type WireReason } from './errors.ts';

/**
 * Which generation of AWS's wording validation errors have. `current` is what most regions answer since
 * mid 2026: some texts gained the prefix `1 validation error detected: ` and some lost the value.
 */
export type ValidationWording = 'current' | 'legacy';

interface RefusalText {
  readonly error: ErrorName;
  /** `{name}` stands for the refusal's member of that name. */
  readonly text: string;
}

/** Texts observed on AWS unless noted; `invalid` carries its own. */
export const refusalTexts: Readonly<Record<Exclude<Refusal['kind'], 'invalid'>, RefusalText>> = {
  'condition-failed': {
    error: 'ConditionalCheckFailedException',
    text: 'The conditional request failed',
  },
  'duplicate-item': {
    error: 'DuplicateItemException',
    text: 'Duplicate primary key exists in table',
  },
  'table-not-found': {
    error: 'ResourceNotFoundException',
    text: 'Requested resource not found: Table: {table} not found',
  },
  'table-exists': { error: 'ResourceInUseException', text: 'Table already exists: {table}' },
  'table-busy': {
    error: 'ResourceInUseException',
    text: 'Attempt to change a resource which is still in use: Table is being {status}: {table}',
  },
  'deletion-protected': {
    error: 'ValidationException',
    text: 'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
  },
  'stream-enabled': {
    error: 'ValidationException',
    text: 'Table already has an enabled stream: TableName: {table}',
  },
  'stream-not-enabled': {
    error: 'ValidationException',
    text: 'Table has no stream to disable: TableName: {table}',
  },
  'index-not-found': {
    error: 'ValidationException',
    text: 'The table does not have the specified index: {index}',
  },
  'table-lacks-index': {
    error: 'ResourceNotFoundException',
    text: 'Requested resource not found: Index {index} for table {table}',
  },
  'index-change-limit': {
    error: 'LimitExceededException',
    text: 'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
  },
  'too-many-indexes': {
    error: 'LimitExceededException',
    text: 'Subscriber limit exceeded: Number of global secondary indexes exceeds per-table limit of {limit}',
  },
  // A limit of Headwater alone.
  'index-numbers-used': {
    error: 'LimitExceededException',
    text: 'Subscriber limit exceeded: A table can be given {limit} indexes and times to live over its life',
  },
  'stream-not-found': {
    error: 'ResourceNotFoundException',
    text: 'Requested resource not found: Stream: {arn} not found',
  },
  // AWS's text is not recorded; this one follows its text for streams.
  'shard-not-found': {
    error: 'ResourceNotFoundException',
    text: 'Requested resource not found: Shard: {shard} in Stream: {arn} not found',
  },
  'transaction-cancelled': {
    error: 'TransactionCanceledException',
    text: 'Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]',
  },
  // AWS's text is not recorded.
  'token-reused': {
    error: 'IdempotentParameterMismatchException',
    text: 'The client request token was used lately for a transaction with other parameters',
  },
  'backup-not-found': { error: 'BackupNotFoundException', text: 'Backup not found: {arn}' },
  // AWS's text is not recorded.
  'backup-in-use': {
    error: 'BackupInUseException',
    text: 'Backup is being created: {arn}',
  },
  'backup-restoring': {
    error: 'BackupInUseException',
    text: 'Backup is being used to restore {what}: {arn}',
  },
  'backups-unavailable': {
    error: 'ContinuousBackupsUnavailableException',
    text: 'Backups are being enabled for the table: {table}. Please retry later',
  },
  'table-backed-up': {
    error: 'ResourceInUseException',
    text: 'Attempt to change a resource which is still in use: Table is being backed up: {table}',
  },
  'table-indexes-filling': {
    error: 'ResourceInUseException',
    text: 'Attempt to change a resource which is still in use: Cannot delete table while indexes are being created, updated, or deleted.',
  },
  'recovery-unavailable': {
    error: 'PointInTimeRecoveryUnavailableException',
    text: "Point in time recovery is not enabled for table '{table}'",
  },
  'time-not-restorable': {
    error: 'InvalidRestoreTimeException',
    text: "RestoreDateTime '{time}' must be within EarliestRestorableDateTime '{earliest}' and LatestRestorableDateTime '{latest}'",
  },
  'target-exists': {
    error: 'TableAlreadyExistsException',
    text: 'Table already exists: {table}',
  },
  'target-restoring': {
    error: 'TableInUseException',
    text: 'Table: {table} is already being restored from backup: {arn}',
  },
  'too-many-restores': {
    error: 'LimitExceededException',
    text: 'Subscriber limit exceeded: Only {limit} restore operations can be done simultaneously',
  },
  'throughput-exceeded': {
    error: 'ProvisionedThroughputExceededException',
    text: 'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
  },
  // The error is that of AWS's service model; its text is not recorded, and this one follows Kinesis's.
  'read-limit-exceeded': {
    error: 'LimitExceededException',
    text: 'Rate exceeded for shard {shard}: more than {limit}',
  },
  trimmed: {
    error: 'TrimmedDataAccessException',
    text: 'The data you are trying to access has been trimmed',
  },
  // AWS's text is not recorded.
  'iterator-expired': {
    error: 'ExpiredIteratorException',
    text: 'The shard iterator has expired: it was issued more than 15 minutes ago',
  },
};

/** `Code` of a cancellation reason. */
export const cancellationCodes: Readonly<Record<CancellationReason['kind'], string>> = {
  none: 'None',
  'condition-failed': 'ConditionalCheckFailed',
  'duplicate-item': 'DuplicateItem',
  invalid: 'ValidationError',
  'table-not-found': 'ResourceNotFound',
  'throughput-exceeded': 'ProvisionedThroughputExceeded',
};

/** What operations on items say of a missing table; operations on tables name it. */
const TABLE_NOT_FOUND_BY_ITEM_OPERATION = 'Requested resource not found';

/** What operations on backups say instead. */
const BACKUP_PLANE = {
  'table-not-found': { error: 'TableNotFoundException', text: 'Table not found: {table}' },
  'table-busy': { error: 'TableInUseException', text: 'Table is being {status}: {table}' },
} as const satisfies Partial<Record<Refusal['kind'], RefusalText>>;

const INDEX_THROUGHPUT_EXCEEDED =
  'The level of configured provisioned throughput for one or more global secondary indexes of the table was exceeded. Consider increasing your provisioning level for the under-provisioned global secondary indexes with the UpdateTable API';

const READ_LIMITS = {
  calls: '5 GetRecords calls a second',
  bytes: '2 MB a second',
  readers: '2 readers at once',
} as const;

const BUSY_STATUS: Readonly<Record<string, string>> = {
  CREATING: 'created',
  UPDATING: 'updated',
  DELETING: 'deleted',
};

/** What the texts of an operation's errors depend on. */
export interface ErrorStyle {
  readonly plane: 'tables' | 'items' | 'backups';
  /** Whether AWS now prefixes the `expression` and `value` texts of this operation. */
  readonly prefixed: boolean;
}

/** The error to answer with, or undefined for an error that is not about the request or the store. */
export function wireErrorOf(
  error: unknown,
  style: ErrorStyle,
  wording: ValidationWording,
): WireError | undefined {
  if (error instanceof WireError) return error;
  if (error instanceof InvalidInput) {
    return invalidInputError(error.family, error.message, { style, wording });
  }
  if (error instanceof Refused) return refusalError(error.refusal, style, wording);
  if (error instanceof StoreUnavailable) {
    return new WireError('ServiceUnavailable', 'The service is currently unavailable');
  }
  return undefined;
}

function refusalError(refusal: Refusal, style: ErrorStyle, wording: ValidationWording): WireError {
  if (refusal.kind === 'invalid') {
    return invalidInputError(refusal.family, refusal.message, { style, wording });
  }
  const { error, text } = textOf(refusal, style);
  switch (refusal.kind) {
    case 'condition-failed':
    case 'duplicate-item':
      return new WireError(error, text, { item: refusal.item });
    case 'table-not-found':
      return new WireError(
        error,
        style.plane === 'items' ? TABLE_NOT_FOUND_BY_ITEM_OPERATION : filled(text, refusal),
      );
    case 'table-busy': {
      const status = BUSY_STATUS[refusal.status] ?? 'changed';
      return new WireError(error, filled(text, { ...refusal, status }));
    }
    case 'throughput-exceeded':
      return new WireError(error, throttlingText(refusal), {
        throttlingReasons: [throttlingReason(refusal)],
      });
    case 'read-limit-exceeded':
      return new WireError(error, filled(text, { ...refusal, limit: READ_LIMITS[refusal.limit] }));
    case 'time-not-restorable': {
      const { time, earliest, latest } = refusal;
      const times = { time: toSeconds(time), earliest: toSeconds(earliest) };
      return new WireError(error, filled(text, { ...times, latest: toSeconds(latest) }));
    }
    case 'transaction-cancelled': {
      const reasons = refusal.reasons.map(wireReason);
      const codes = reasons.map(({ code }) => code).join(', ');
      return new WireError(error, filled(text, { codes }), { reasons });
    }
    default:
      return new WireError(error, filled(text, refusal));
  }
}

function toSeconds(ms: number): string {
  return isoTime(ms).replace(/\.\d+/, '');
}

function textOf({ kind }: Exclude<Refusal, { kind: 'invalid' }>, style: ErrorStyle): RefusalText {
  const isOther =
    style.plane === 'backups' && (kind === 'table-not-found' || kind === 'table-busy');
  return isOther ? BACKUP_PLANE[kind] : refusalTexts[kind];
}

type Throttled = Extract<Refusal, { readonly kind: 'throughput-exceeded' }>;

function throttlingText({ kind, index }: Throttled): string {
  return index === undefined ? refusalTexts[kind].text : INDEX_THROUGHPUT_EXCEEDED;
}

/** Resource, operation and limit, as AWS composes the reason (API reference, ThrottlingReason). */
function throttlingReason({ index, access, arn }: Throttled): ThrottlingReason {
  const resource = index === undefined ? 'Table' : 'Index';
  const operation = access === 'read' ? 'Read' : 'Write';
  return { reason: `${resource}${operation}ProvisionedThroughputExceeded`, resource: arn };
}

/** An action that is not to blame has a code and nothing else (observed on AWS). */
function wireReason(reason: CancellationReason): WireReason {
  const code = cancellationCodes[reason.kind];
  switch (reason.kind) {
    case 'none':
      return { code };
    case 'invalid':
      return { code, text: reason.message };
    case 'throughput-exceeded':
      return { code, text: throttlingText(reason) };
    case 'table-not-found':
      return { code, text: TABLE_NOT_FOUND_BY_ITEM_OPERATION };
    case 'condition-failed':
    case 'duplicate-item': {
      const { text } = refusalTexts[reason.kind];
      return reason.item === undefined ? { code, text } : { code, text, item: reason.item };
    }
  }
}

function invalidInputError(
  family: MessageFamily,
  message: string,
  { style, wording }: { readonly style: ErrorStyle; readonly wording: ValidationWording },
): WireError {
  const prefixed = wording === 'current' && style.prefixed && family !== 'rule';
  return new WireError(
    'ValidationException',
    prefixed ? `1 validation error detected: ${message}` : message,
  );
}

function filled(text: string, members: object): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) =>
    String((members as Record<string, unknown>)[name]),
  );
}
