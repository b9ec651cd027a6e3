// Which changes one UpdateTable may hold together. Texts as observed on AWS.

import { InvalidInput } from '../../../model/invalid-input.ts';
import type { TableChange } from '../../database.ts';

const nothing =
  'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required';

type Kind = Exclude<keyof TableChange, 'attributes'>;

/** Changes that stand alone, in the order in which AWS looks for them. */
const alone: readonly (readonly [Kind, string])[] = [
  ['encryption', 'Server-Side Encryption modification must be the only operation in the request'],
  ['tableClass', 'TableClass modification must be the only operation in the request'],
  [
    'deletionProtection',
    'DeletionProtection modification must be the only operation in the request',
  ],
  ['warmThroughput', 'WarmThroughput must be the only operation in the request'],
];

/** @throws InvalidInput */
export function checkChange(change: TableChange): void {
  const { attributes: _, indexChanges, ...others } = change;
  const kinds = new Set(Object.keys(others) as Kind[]);
  if (indexChanges?.length === 0 && kinds.size > 0) {
    throw refusal('List of GlobalSecondaryIndexUpdates is empty');
  }
  if (indexChanges !== undefined && indexChanges.length > 0) kinds.add('indexChanges');
  if (kinds.size === 0) throw new InvalidInput('rule', nothing);
  if (kinds.has('warmThroughput') && indexChanges?.some(({ kind }) => kind === 'create') === true) {
    throw refusal('Create global secondary index cannot be specified when updating WarmThroughput');
  }
  for (const [kind, problem] of alone) {
    if (kinds.has(kind) && kinds.size > 1) throw refusal(problem);
  }
  if (kinds.has('onDemandLimits') && kinds.size > (kinds.has('billing') ? 2 : 1)) {
    throw refusal(
      'OnDemandThroughput can only be combined with BillingMode in an UpdateTable request',
    );
  }
  const rebuildsIndex = indexChanges?.some(({ kind }) => kind !== 'throughput') === true;
  if (kinds.has('throughput') && kinds.has('stream')) {
    throw refusal('You cannot modify stream status while updating table IOPS');
  }
  if (kinds.has('throughput') && rebuildsIndex) {
    throw refusal('You cannot create or delete index while updating table IOPS');
  }
  if (kinds.has('stream') && rebuildsIndex) {
    throw refusal('You cannot create or delete index while changing stream status');
  }
}

function refusal(problem: string): InvalidInput {
  return new InvalidInput('rule', `One or more parameter values were invalid: ${problem}`);
}
