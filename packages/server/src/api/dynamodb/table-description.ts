// A table as CreateTable, UpdateTable, DeleteTable and DescribeTable show it (observed on AWS: LocalStack's
// recordings of table operations).

import type { TableView } from '../../database/database.ts';
import { streamArn } from '../../model/stream.ts';
import { definedAttributes, partsOf, tableArn, type TableDefinition } from '../../model/table.ts';
import { indexDescriptions, keyElements } from './index-description.ts';
import {
  onDemandDescription,
  provisionedThroughputDescription,
  warmDescription,
} from './throughput-description.ts';

/** TableDescription as CreateTable answers it. */
export function tableDescription(view: TableView): Record<string, unknown> {
  const { definition } = view;
  return {
    AttributeDefinitions: attributeDefinitions(definition),
    KeySchema: keyElements(partsOf(definition.key)),
    CreationDateTime: definition.createdAt / 1000,
    ...indexDescriptions(view),
    ...commonDescription(view),
  };
}

/**
 * DescribeTable and UpdateTable add what the table could bear, and since when it is on demand. `warm` is the state of
 * the former, that of the table unless given.
 */
export function describedTable(
  view: TableView,
  { warm = view.status === 'ACTIVE' ? 'ACTIVE' : 'UPDATING' }: { readonly warm?: string } = {},
): Record<string, unknown> {
  const { definition } = view;
  const { billing, onDemandSince = definition.createdAt } = definition;
  const wasOnDemand = billing === 'PAY_PER_REQUEST' || definition.onDemandSince !== undefined;
  return {
    ...tableDescription(view),
    ...indexDescriptions(view, { warm: true }),
    ...(wasOnDemand
      ? {
          BillingModeSummary: {
            BillingMode: billing,
            LastUpdateToPayPerRequestDateTime: onDemandSince / 1000,
          },
        }
      : {}),
    ...warmDescription(view.capacity, warm),
  };
}

/** DeleteTable leaves out the schema and the time of creation. */
export function deletedTableDescription(view: TableView): Record<string, unknown> {
  return commonDescription(view);
}

function commonDescription({
  definition,
  status,
  capacity,
  itemCount,
  sizeBytes,
}: TableView): Record<string, unknown> {
  return {
    TableName: definition.name,
    TableStatus: status,
    ProvisionedThroughput: provisionedThroughputDescription(definition, capacity),
    TableSizeBytes: sizeBytes,
    ItemCount: itemCount,
    TableArn: tableArn(definition),
    TableId: definition.id,
    ...(definition.billing === 'PAY_PER_REQUEST'
      ? { BillingModeSummary: { BillingMode: definition.billing } }
      : {}),
    ...streamDescription(definition),
    ...onDemandDescription(definition),
    ...encryptionDescription(definition),
    ...tableClassDescription(definition),
    DeletionProtectionEnabled: definition.deletionProtection,
    ...restoreSummary(definition),
  };
}

// It goes when the restore is over (observed on AWS).
function restoreSummary({ restored }: TableDefinition): Record<string, unknown> {
  if (restored?.inProgress !== true) return {};
  const { sourceBackupArn, sourceTableArn, time, inProgress } = restored;
  return {
    RestoreSummary: {
      ...(sourceBackupArn === undefined ? {} : { SourceBackupArn: sourceBackupArn }),
      SourceTableArn: sourceTableArn,
      RestoreDateTime: time / 1000,
      RestoreInProgress: inProgress,
    },
  };
}

export function encryptionDescription({
  encryption,
}: Pick<TableDefinition, 'encryption'>): Record<string, unknown> {
  if (encryption === undefined) return {};
  const { keyArn } = encryption;
  return { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: keyArn } };
}

function tableClassDescription(definition: TableDefinition): Record<string, unknown> {
  const { tableClass, tableClassChangedAt: changedAt } = definition;
  if (tableClass === undefined) return {};
  return {
    TableClassSummary: {
      TableClass: tableClass,
      ...(changedAt === undefined ? {} : { LastUpdateDateTime: changedAt / 1000 }),
    },
  };
}

// The latest stream stays named after it was disabled; the specification goes.
function streamDescription(definition: TableDefinition): Record<string, unknown> {
  const { stream, latestStreamLabel: label } = definition;
  return {
    ...(stream === undefined
      ? {}
      : { StreamSpecification: { StreamEnabled: true, StreamViewType: stream.viewType } }),
    ...(label === undefined
      ? {}
      : {
          LatestStreamLabel: label,
          LatestStreamArn: streamArn({
            account: definition.account,
            region: definition.region,
            table: definition.name,
            label,
          }),
        }),
  };
}

/** Sorted by name, however they were sent (observed on AWS). */
function attributeDefinitions(definition: TableDefinition): object[] {
  return [...definedAttributes(definition)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, type]) => ({ AttributeName: name, AttributeType: type }));
}
