// From what the inner layers refuse with (Refused, InvalidInput, StoreUnavailable) to the error that AWS
// would answer with.

import { InvalidInput, type MessageFamily } from '../model/invalid-input.ts';
import { StoreUnavailable } from '../store/store.ts';
import { Refused, type Refusal } from '../write/refusal.ts';
import { WireError, type ErrorName } from './errors.ts';

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
  'stream-not-found': {
    error: 'ResourceNotFoundException',
    text: 'Requested resource not found: Stream: {arn} not found',
  },
  // AWS's text is not recorded; this one follows its text for streams.
  'shard-not-found': {
    error: 'ResourceNotFoundException',
    text: 'Requested resource not found: Shard: {shard} in Stream: {arn} not found',
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

/** What operations on items say of a missing table; operations on tables name it. */
const TABLE_NOT_FOUND_BY_ITEM_OPERATION = 'Requested resource not found';

const BUSY_STATUS: Readonly<Record<string, string>> = {
  CREATING: 'created',
  UPDATING: 'updated',
  DELETING: 'deleted',
};

/** What the texts of an operation's errors depend on. */
export interface ErrorStyle {
  readonly plane: 'tables' | 'items';
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
  const { error, text } = refusalTexts[refusal.kind];
  switch (refusal.kind) {
    case 'condition-failed':
      return new WireError(error, text, refusal.item);
    case 'table-not-found':
      return new WireError(
        error,
        style.plane === 'items' ? TABLE_NOT_FOUND_BY_ITEM_OPERATION : filled(text, refusal),
      );
    case 'table-busy': {
      const status = BUSY_STATUS[refusal.status] ?? 'changed';
      return new WireError(error, filled(text, { ...refusal, status }));
    }
    default:
      return new WireError(error, filled(text, refusal));
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
