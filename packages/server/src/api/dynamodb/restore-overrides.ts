// What a restore may change of the table's settings: shapes, and the same in our words.

import type {
  GlobalSecondaryIndex,
  RestoreTableFromBackupCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { RestoredIndex, RestoreOverrides } from '../../database/backups/backups.ts';
import type { Shape } from '../validation/shape.ts';
import { globalSecondaryIndexes, localSecondaryIndexes, newIndexOf } from './index-settings.ts';
import {
  billingMode,
  onDemandThroughput,
  provisionedThroughput,
  refusedList,
  sseSpecification,
} from './shapes.ts';
import {
  capacitySettingsOf,
  checkThroughput,
  encryptionOf,
  throughputOf,
} from './table-settings.ts';

type OverrideInput = Pick<
  RestoreTableFromBackupCommandInput,
  | 'BillingModeOverride'
  | 'ProvisionedThroughputOverride'
  | 'OnDemandThroughputOverride'
  | 'SSESpecificationOverride'
  | 'GlobalSecondaryIndexOverride'
  | 'LocalSecondaryIndexOverride'
>;

export const overrideShapes: Readonly<Record<string, Shape>> = {
  BillingModeOverride: billingMode,
  GlobalSecondaryIndexOverride: globalSecondaryIndexes,
  LocalSecondaryIndexOverride: localSecondaryIndexes,
  ProvisionedThroughputOverride: provisionedThroughput,
  OnDemandThroughputOverride: onDemandThroughput,
  SSESpecificationOverride: sseSpecification,
  VectorIndexOverride: refusedList('VectorIndex'),
};

/** What is not acted on. AWS does not take the warm throughput of an index here either. */
export const unsupportedOverrides = [
  'VectorIndexOverride',
  'GlobalSecondaryIndexOverride.*.WarmThroughput',
] as const;

export function overridesOf(input: OverrideInput): RestoreOverrides {
  const {
    BillingModeOverride: billing,
    ProvisionedThroughputOverride: throughput,
    SSESpecificationOverride: encryption,
    GlobalSecondaryIndexOverride: global,
    LocalSecondaryIndexOverride: local,
  } = input;
  checkThroughput(throughput);
  return {
    ...(billing === undefined ? {} : { billing }),
    ...(throughput === undefined ? {} : { throughput: throughputOf(throughput) }),
    ...capacitySettingsOf({ OnDemandThroughput: input.OnDemandThroughputOverride }),
    ...(encryption === undefined ? {} : { encryption: encryptionOf(encryption) }),
    ...(global === undefined
      ? {}
      : { globalIndexes: global.map((index) => restoredIndex('global', index)) }),
    ...(local === undefined
      ? {}
      : { localIndexes: local.map((index) => restoredIndex('local', index)) }),
  };
}

// An empty list is one too: of no index (observed on AWS).
function restoredIndex(kind: 'global' | 'local', asked: GlobalSecondaryIndex): RestoredIndex {
  const { name, keySchema, projection, throughput, onDemandLimits } = newIndexOf(kind, asked);
  return {
    name,
    keySchema,
    projection,
    ...(throughput === undefined ? {} : { throughput }),
    ...(onDemandLimits === undefined ? {} : { onDemandLimits }),
  };
}
