import { describe, expect, test } from 'vitest';
import { InvalidInput, type MessageFamily } from '../model/invalid-input.ts';
import { StoreUnavailable } from '../store/store.ts';
import { type CancellationReason, Refused, type Refusal } from '../write/refusal.ts';
import { validationError } from './errors.ts';
import { wireErrorOf, type ErrorStyle, type ValidationWording } from './refusal-errors.ts';

const tables: ErrorStyle = { plane: 'tables', prefixed: false };
const items: ErrorStyle = { plane: 'items', prefixed: true };

const refusals: [Refusal, string, string][] = [
  [
    { kind: 'table-not-found', table: 'T' },
    'ResourceNotFoundException',
    'Requested resource not found: Table: T not found',
  ],
  [{ kind: 'table-exists', table: 'T' }, 'ResourceInUseException', 'Table already exists: T'],
  [
    { kind: 'table-busy', table: 'T', status: 'CREATING' },
    'ResourceInUseException',
    'Attempt to change a resource which is still in use: Table is being created: T',
  ],
  [
    { kind: 'table-busy', table: 'T', status: 'DELETING' },
    'ResourceInUseException',
    'Attempt to change a resource which is still in use: Table is being deleted: T',
  ],
  [
    { kind: 'index-not-found', index: '$&' },
    'ValidationException',
    'The table does not have the specified index: $&',
  ],
  [
    { kind: 'shard-not-found', arn: 'A', shard: 'S' },
    'ResourceNotFoundException',
    'Requested resource not found: Shard: S in Stream: A not found',
  ],
  [
    { kind: 'read-limit-exceeded', shard: 'S', limit: 'readers' },
    'LimitExceededException',
    'Rate exceeded for shard S: more than 2 readers at once',
  ],
  [
    {
      kind: 'time-not-restorable',
      time: Date.UTC(2026, 0, 1),
      earliest: Date.UTC(2026, 1, 1),
      latest: Date.UTC(2026, 1, 2, 3, 4, 5, 678),
    },
    'InvalidRestoreTimeException',
    "RestoreDateTime '2026-01-01T00:00:00Z' must be within EarliestRestorableDateTime '2026-02-01T00:00:00Z' and LatestRestorableDateTime '2026-02-02T03:04:05Z'",
  ],
  [
    { kind: 'trimmed' },
    'TrimmedDataAccessException',
    'The data you are trying to access has been trimmed',
  ],
];

test.each(refusals)('%o', (refusal, error, text) => {
  expect(wireErrorOf(new Refused(refusal), tables, 'current')).toMatchObject({ error, text });
});

test.each([
  [{ access: 'read', arn: 'A' }, 'TableReadProvisionedThroughputExceeded'],
  [{ access: 'write', arn: 'A' }, 'TableWriteProvisionedThroughputExceeded'],
  [{ access: 'write', arn: 'A', index: 'i' }, 'IndexWriteProvisionedThroughputExceeded'],
] as const)('what exceeds throughput is told of which: %o', (of, reason) => {
  const refused = new Refused({ kind: 'throughput-exceeded', table: 't', ...of });
  expect(wireErrorOf(refused, items, 'current')).toMatchObject({
    error: 'ProvisionedThroughputExceededException',
    detail: { throttlingReasons: [{ reason, resource: 'A' }] },
  });
});

test('a cancelled transaction has a reason for each action', () => {
  const item = new TextEncoder().encode('{}');
  const reasons: CancellationReason[] = [
    { kind: 'none' },
    { kind: 'condition-failed' },
    { kind: 'condition-failed', item },
    { kind: 'invalid', family: 'value', message: 'text' },
    { kind: 'throughput-exceeded', table: 't', access: 'write', arn: 'A' },
  ];
  const error = new Refused({ kind: 'transaction-cancelled', reasons });
  const failed = { code: 'ConditionalCheckFailed', text: 'The conditional request failed' };
  expect(wireErrorOf(error, items, 'current')).toMatchObject({
    error: 'TransactionCanceledException',
    text: 'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ConditionalCheckFailed, ValidationError, ProvisionedThroughputExceeded]',
    detail: {
      reasons: [
        { code: 'None' },
        failed,
        { ...failed, item },
        { code: 'ValidationError', text: 'text' },
        {
          code: 'ProvisionedThroughputExceeded',
          text: 'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
        },
      ],
    },
  });
});

const ofBackups: [Refusal, string, string][] = [
  [{ kind: 'table-not-found', table: 'T' }, 'TableNotFoundException', 'Table not found: T'],
  [
    { kind: 'table-busy', table: 'T', status: 'DELETING' },
    'TableInUseException',
    'Table is being deleted: T',
  ],
  [{ kind: 'backup-not-found', arn: 'A' }, 'BackupNotFoundException', 'Backup not found: A'],
];

test.each(ofBackups)('of operations on backups: %o', (refusal, error, text) => {
  const style: ErrorStyle = { plane: 'backups', prefixed: false };
  expect(wireErrorOf(new Refused(refusal), style, 'current')).toMatchObject({ error, text });
});

test('operations on items do not name a missing table', () => {
  const error = new Refused({ kind: 'table-not-found', table: 'T' });
  expect(wireErrorOf(error, items, 'current')?.text).toBe('Requested resource not found');
});

describe('the prefix of validation errors', () => {
  const cases: [MessageFamily, ErrorStyle, ValidationWording, string][] = [
    ['expression', items, 'current', '1 validation error detected: text'],
    ['value', items, 'current', '1 validation error detected: text'],
    ['rule', items, 'current', 'text'],
    ['expression', tables, 'current', 'text'],
    ['expression', items, 'legacy', 'text'],
    ['value', items, 'legacy', 'text'],
  ];

  test.each(cases)('%s %o %s', (family, style, wording, text) => {
    const thrown = wireErrorOf(new InvalidInput(family, 'text'), style, wording);
    expect(thrown).toMatchObject({ error: 'ValidationException', text });
    const refusal = new Refused({ kind: 'invalid', family, message: 'text' });
    expect(wireErrorOf(refusal, style, wording)).toMatchObject({ text });
  });
});

test('wire errors stay as they are, a closed store is 503, and anything else is not known', () => {
  const error = validationError('text');
  expect(wireErrorOf(error, items, 'current')).toBe(error);
  const unavailable = wireErrorOf(new StoreUnavailable('closed'), items, 'current');
  expect(unavailable?.error).toBe('ServiceUnavailable');
  expect(wireErrorOf(new TypeError('bug'), items, 'current')).toBeUndefined();
});
