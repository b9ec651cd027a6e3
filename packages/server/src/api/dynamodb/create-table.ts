// CreateTable.

import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { defineOperation, type Checked } from '../operation.ts';
import { boolean, enumeration, required, string, structure } from '../validation/shape.ts';
import { tableNameOf } from '../validation/table-name.ts';
import {
  attributeDefinitions,
  billingMode,
  keySchema,
  onDemandThroughput,
  provisionedThroughput,
  refusedList,
  sseSpecification,
  streamSpecification,
  tableClass,
  tableName,
  tagList,
  warmThroughput,
} from './shapes.ts';
import { globalSecondaryIndexes, indexesOf, localSecondaryIndexes } from './index-settings.ts';
import { tableDescription } from './table-description.ts';
import {
  capacitySettingsOf,
  checkThroughput,
  encryptionOf,
  keyAttributesOf,
  keyElementsOf,
  streamOf,
  tagsOf,
  throughputOf,
} from './table-settings.ts';

export const createTable = defineOperation<
  Checked<CreateTableCommandInput, 'TableName' | 'KeySchema' | 'AttributeDefinitions'>
>({
  name: 'CreateTable',
  style: { plane: 'tables', prefixed: false },
  input: structure('CreateTableInput', {
    AttributeDefinitions: required(attributeDefinitions),
    TableName: tableName,
    BillingMode: billingMode,
    ProvisionedThroughput: provisionedThroughput,
    KeySchema: required(keySchema),
    LocalSecondaryIndexes: localSecondaryIndexes,
    GlobalSecondaryIndexes: globalSecondaryIndexes,
    StreamSpecification: streamSpecification,
    SSESpecification: sseSpecification,
    Tags: tagList,
    TableClass: tableClass,
    DeletionProtectionEnabled: boolean(),
    WarmThroughput: warmThroughput,
    ResourcePolicy: string(),
    OnDemandThroughput: onDemandThroughput,
    GlobalTableSourceArn: string({ min: 1, max: 1024 }),
    GlobalTableSettingsReplicationMode: enumeration([
      'ENABLED',
      'DISABLED',
      'ENABLED_WITH_OVERRIDES',
    ]),
    VectorIndexes: refusedList('VectorIndex'),
  }),
  unsupported: [
    'VectorIndexes',
    'ResourcePolicy',
    'GlobalTableSourceArn',
    'GlobalTableSettingsReplicationMode',
  ],
  check(input) {
    checkThroughput(input.ProvisionedThroughput);
  },
  async run({ scope, database }, input) {
    const view = await database.createTable(scope, {
      name: tableNameOf(scope, input.TableName),
      keySchema: keyElementsOf(input.KeySchema),
      attributes: keyAttributesOf(input.AttributeDefinitions),
      ...(input.GlobalSecondaryIndexes === undefined && input.LocalSecondaryIndexes === undefined
        ? {}
        : { indexes: indexesOf(input.GlobalSecondaryIndexes, input.LocalSecondaryIndexes) }),
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
      ...(input.Tags === undefined ? {} : { tags: tagsOf(input.Tags) }),
    });
    return { value: { TableDescription: tableDescription(view) } };
  },
});
