// UpdateTable: billing and capacity, stream, global indexes, encryption, table class, deletion protection.

import type { UpdateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { defineOperation, type Checked } from '../operation.ts';
import { boolean, enumeration, structure } from '../validation/shape.ts';
import { tableNameOf } from '../validation/table-name.ts';
import {
  attributeDefinitions,
  billingMode,
  onDemandThroughput,
  provisionedThroughput,
  refusedList,
  sseSpecification,
  streamSpecification,
  tableClass,
  tableName,
  warmThroughput,
} from './shapes.ts';
import { globalSecondaryIndexUpdates, indexUpdatesOf } from './index-settings.ts';
import { describedTable } from './table-description.ts';
import {
  capacitySettingsOf,
  checkThroughput,
  encryptionOf,
  keyAttributesOf,
  streamOf,
  throughputOf,
} from './table-settings.ts';

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
    OnDemandThroughput: onDemandThroughput,
    WarmThroughput: warmThroughput,
    GlobalTableSettingsReplicationMode: enumeration([
      'ENABLED',
      'DISABLED',
      'ENABLED_WITH_OVERRIDES',
    ]),
    VectorIndexUpdates: refusedList('VectorIndexUpdate'),
  }),
  unsupported: [
    'VectorIndexUpdates',
    'ReplicaUpdates',
    'MultiRegionConsistency',
    'GlobalTableWitnessUpdates',
    'GlobalTableSettingsReplicationMode',
  ],
  check(input) {
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
      ...capacitySettingsOf(input),
      ...(input.SSESpecification === undefined
        ? {}
        : { encryption: encryptionOf(input.SSESpecification) }),
      ...(input.AttributeDefinitions === undefined
        ? {}
        : { attributes: keyAttributesOf(input.AttributeDefinitions) }),
      ...(input.GlobalSecondaryIndexUpdates === undefined
        ? {}
        : { indexChanges: indexUpdatesOf(input.GlobalSecondaryIndexUpdates) }),
    });
    // It stays ACTIVE while something else changes (observed on AWS, LocalStack's recordings).
    const warm = input.WarmThroughput === undefined ? { warm: 'ACTIVE' } : {};
    return { value: { TableDescription: describedTable(view, warm) } };
  },
});
