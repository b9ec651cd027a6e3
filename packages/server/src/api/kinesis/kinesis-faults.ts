// The errors that a fault answers with in place of Kinesis: for each operation the one that AWS would send (AWS's
// service model).

import type { AnsweredFault } from '../call-interceptor.ts';
import type { KinesisErrorName } from './kinesis-catalogue.ts';
import { throughputOperations } from './operation-names.ts';

const RATE_EXCEEDED = 'Rate exceeded';

export function kinesisFault(
  operation: string,
  { fault, message }: AnsweredFault,
): { readonly error: KinesisErrorName; readonly text: string | undefined } {
  switch (fault) {
    case 'internal':
      return { error: 'InternalFailure', text: message };
    case 'limit':
      return { error: 'LimitExceededException', text: message ?? RATE_EXCEEDED };
    case 'throttle': {
      const isByThroughput = throughputOperations.has(operation);
      return {
        error: isByThroughput ? 'ProvisionedThroughputExceededException' : 'LimitExceededException',
        text: message ?? RATE_EXCEEDED,
      };
    }
  }
}
