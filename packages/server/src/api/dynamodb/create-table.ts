// CreateTable.

import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { defineOperation, type Checked } from '../operation.ts';
import { boolean, enumeration, list, required, string, structure } from '../validation/shape.ts';
import { tableNameOf } from '../validation/table-name.ts';
import {
  attributeDefinitions,
  billingMode,
  keySchema,
  provisionedThroughput,
  refusedList,
  refusedStructure,
  sseSpecification,
  streamSpecification,
  tableClass,
  tableName,
} from './shapes.ts';
import {
  globalSecondaryIndexes,
  indexesOf,
  localSecondaryIndexes,
  unsupportedInIndexes,
} from './index-settings.ts';
import { tableDescription } from './table-description.ts';
import {
  checkThroughput,
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
    Tags: list(
      structure('Tag', {
        Key: required(string({ min: 1, max: 128 })),
        Value: required(string({ min: 0, max: 256 })),
      }),
    ),
    TableClass: tableClass,
    DeletionProtectionEnabled: boolean(),
    WarmThroughput: refusedStructure('WarmThroughput'),
    ResourcePolicy: string(),
    OnDemandThroughput: refusedStructure('OnDemandThroughput'),
    GlobalTableSourceArn: string({ min: 1, max: 1024 }),
    GlobalTableSettingsReplicationMode: enumeration([
      'ENABLED',
      'DISABLED',
      'ENABLED_WITH_OVERRIDES',
    ]),
    VectorIndexes: refusedList('VectorIndex'),
  }),
  unsupported: [
    ...unsupportedInIndexes,
    'VectorIndexes',
    'SSESpecification',
    'WarmThroughput',
    'ResourcePolicy',
    'OnDemandThroughput',
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
      ...(input.Tags === undefined ? {} : { tags: tagsOf(input.Tags) }),
    });
    return { value: { TableDescription: tableDescription(view) } };
  },
});
