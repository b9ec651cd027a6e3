// UpdateTable: billing and throughput, stream, table class, deletion protection.

import type { UpdateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { InvalidInput } from '../../model/invalid-input.ts';
import { defineOperation, type Checked } from '../operation.ts';
import { boolean, enumeration, structure } from '../validation/shape.ts';
import { tableNameOf } from '../validation/table-name.ts';
import {
  attributeDefinitions,
  billingMode,
  provisionedThroughput,
  refusedList,
  refusedStructure,
  sseSpecification,
  streamSpecification,
  tableClass,
  tableName,
} from './shapes.ts';
import {
  globalSecondaryIndexUpdates,
  indexUpdatesOf,
  unsupportedInIndexUpdates,
} from './index-settings.ts';
import { tableDescription } from './table-description.ts';
import { checkThroughput, keyAttributesOf, streamOf, throughputOf } from './table-settings.ts';

/** Members of which at least one has to be there. */
const CHANGES = [
  'BillingMode',
  'ProvisionedThroughput',
  'StreamSpecification',
  'TableClass',
  'DeletionProtectionEnabled',
  'GlobalSecondaryIndexUpdates',
  'SSESpecification',
  'ReplicaUpdates',
  'MultiRegionConsistency',
  'GlobalTableWitnessUpdates',
  'OnDemandThroughput',
  'WarmThroughput',
  'GlobalTableSettingsReplicationMode',
  'VectorIndexUpdates',
] as const satisfies readonly (keyof UpdateTableCommandInput | 'VectorIndexUpdates')[];

export const updateTable = defineOperation<Checked<UpdateTableCommandInput, 'TableName'>>({
  name: 'UpdateTable',
  style: { plane: 'tables', prefixed: false },
  input: structure('UpdateTableInput', {
    AttributeDefinitions: attributeDefinitions,
    TableName: tableName,
    BillingMode: billingMode,
    ProvisionedThroughput: provisionedThroughput,
    GlobalSecondaryIndexUpdates: globalSecondaryIndexUpdates,
    StreamSpecification: streamSpecification,
    SSESpecification: sseSpecification,
    ReplicaUpdates: refusedList('ReplicationGroupUpdate'),
    TableClass: tableClass,
    DeletionProtectionEnabled: boolean(),
    MultiRegionConsistency: enumeration(['EVENTUAL', 'STRONG']),
    GlobalTableWitnessUpdates: refusedList('GlobalTableWitnessGroupUpdate'),
    OnDemandThroughput: refusedStructure('OnDemandThroughput'),
    WarmThroughput: refusedStructure('WarmThroughput'),
    GlobalTableSettingsReplicationMode: enumeration([
      'ENABLED',
      'DISABLED',
      'ENABLED_WITH_OVERRIDES',
    ]),
    VectorIndexUpdates: refusedList('VectorIndexUpdate'),
  }),
  unsupported: [
    ...unsupportedInIndexUpdates,
    'VectorIndexUpdates',
    'SSESpecification',
    'ReplicaUpdates',
    'MultiRegionConsistency',
    'GlobalTableWitnessUpdates',
    'OnDemandThroughput',
    'WarmThroughput',
    'GlobalTableSettingsReplicationMode',
  ],
  check(input) {
    if (!CHANGES.some((name) => (input as object as Record<string, unknown>)[name] !== undefined)) {
      throw new InvalidInput(
        'rule',
        'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required',
      );
    }
    checkThroughput(input.ProvisionedThroughput);
  },
  async run({ scope, database }, input) {
    const view = await database.updateTable(scope, tableNameOf(scope, input.TableName), {
      ...(input.BillingMode === undefined ? {} : { billing: input.BillingMode }),
      ...(input.ProvisionedThroughput === undefined
        ? {}
        : { throughput: throughputOf(input.ProvisionedThroughput) }),
      ...(input.StreamSpecification === undefined
        ? {}
        : { stream: streamOf(input.StreamSpecification) }),
      ...(input.TableClass === undefined ? {} : { tableClass: input.TableClass }),
      ...(input.DeletionProtectionEnabled === undefined
        ? {}
        : { deletionProtection: input.DeletionProtectionEnabled }),
      ...(input.AttributeDefinitions === undefined
        ? {}
        : { attributes: keyAttributesOf(input.AttributeDefinitions) }),
      ...(input.GlobalSecondaryIndexUpdates === undefined
        ? {}
        : { indexChanges: indexUpdatesOf(input.GlobalSecondaryIndexUpdates) }),
    });
    return { value: { TableDescription: tableDescription(view) } };
  },
});
