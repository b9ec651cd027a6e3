// The errors that a fault answers with in place of AWS: for each operation the one that AWS would send.
// Which operations know an error is from AWS's service models.

import type { AnsweredFault, Interference } from './call-interceptor.ts';
import { internalError, WireError } from './errors.ts';
import { refusalTexts } from './refusal-errors.ts';

/** They model ProvisionedThroughputExceededException; a throttled call of others is ThrottlingException. */
const BY_THROUGHPUT: ReadonlySet<string> = new Set([
  'BatchGetItem',
  'BatchWriteItem',
  'DeleteItem',
  'ExecuteStatement',
  'ExecuteTransaction',
  'GetItem',
  'PutItem',
  'Query',
  'Scan',
  'TransactGetItems',
  'TransactWriteItems',
  'UpdateItem',
]);

/** AWS's text of ThrottlingException (aws-sdk-java-v2 issue 470, of DynamoDB Streams). */
const RATE_EXCEEDED = 'Rate exceeded';

// Observed on AWS (terraform-provider-aws) when the limit was 10; it is 500 since.
const TOO_MANY_TABLES =
  'Subscriber limit exceeded: Only 500 tables can be created, updated, or deleted simultaneously';

// AWS's texts for what is not a change of a table are not recorded.
const LIMIT_EXCEEDED = 'Subscriber limit exceeded';

/** Texts of the operations that model LimitExceededException. */
const LIMITS: ReadonlyMap<string, string> = new Map([
  ['CreateBackup', LIMIT_EXCEEDED],
  ['CreateTable', TOO_MANY_TABLES],
  ['DeleteBackup', LIMIT_EXCEEDED],
  ['DeleteTable', TOO_MANY_TABLES],
  ['GetRecords', RATE_EXCEEDED],
  ['RestoreTableFromBackup', TOO_MANY_TABLES],
  ['RestoreTableToPointInTime', TOO_MANY_TABLES],
  ['TagResource', LIMIT_EXCEEDED],
  ['UntagResource', LIMIT_EXCEEDED],
  ['UpdateTable', TOO_MANY_TABLES],
  ['UpdateTimeToLive', TOO_MANY_TABLES],
]);

/** Whether AWS would answer the operation with the error of the fault. */
export function canAnswer(operation: string, fault: Interference['fault']): boolean {
  return fault !== 'limit' || LIMITS.has(operation);
}

export function faultError(operation: string, { fault, message }: AnsweredFault): WireError {
  switch (fault) {
    case 'internal':
      return internalError(message);
    case 'limit':
      return new WireError('LimitExceededException', message ?? LIMITS.get(operation));
    case 'throttle':
      return BY_THROUGHPUT.has(operation)
        ? new WireError(
            'ProvisionedThroughputExceededException',
            message ?? refusalTexts['throughput-exceeded'].text,
          )
        : new WireError('ThrottlingException', message ?? RATE_EXCEEDED);
  }
}
