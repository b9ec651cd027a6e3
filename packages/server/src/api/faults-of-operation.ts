// Which faults a call of an operation can be made to end in.

import type { Interference } from './call-interceptor.ts';
import { canAnswer } from './fault-errors.ts';
import { kinesisOperationNames, throughputOperations } from './kinesis/operation-names.ts';
import { services } from './services.ts';

type FaultName = Interference['fault'];

const FAULTS: readonly FaultName[] = ['throttle', 'limit', 'internal', 'reset', 'reset-after'];

const operations: ReadonlySet<string> = new Set(
  services.flatMap((service) => service.operations.map(({ name }) => name)),
);
const kinesisOperations: ReadonlySet<string> = new Set(kinesisOperationNames);

/** Undefined when there is no operation of that name. Kinesis shares what it has of DynamoDB's names. */
export function faultsOfOperation(operation: string): readonly FaultName[] | undefined {
  if (operations.has(operation)) return FAULTS.filter((fault) => canAnswer(operation, fault));
  if (!kinesisOperations.has(operation)) return undefined;
  return FAULTS.filter((fault) => fault !== 'limit' || !throughputOperations.has(operation));
}
