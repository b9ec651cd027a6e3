// A table as CreateTable, UpdateTable, DeleteTable and DescribeTable show it (observed on AWS: LocalStack's
// recordings of table operations).

import type { TableView } from '../../database/database.ts';
import { streamArn } from '../../model/stream.ts';
import { definedAttributes, partsOf, tableArn, type TableDefinition } from '../../model/table.ts';
import { indexDescriptions, keyElements } from './index-description.ts';

/** What AWS grants an on-demand table at once, without warming it. */
const ON_DEMAND_READ_UNITS = 12_000;
const ON_DEMAND_WRITE_UNITS = 4_000;

/** TableDescription as CreateTable and UpdateTable answer it. */
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

/** DescribeTable adds what the table could bear, and since when it is on demand. */
export function describedTable(view: TableView): Record<string, unknown> {
  const { definition } = view;
  const onDemand = definition.billing === 'PAY_PER_REQUEST';
  return {
    ...tableDescription(view),
    ...(onDemand
      ? {
          BillingModeSummary: {
            BillingMode: definition.billing,
            LastUpdateToPayPerRequestDateTime: definition.createdAt / 1000,
          },
        }
      : {}),
    WarmThroughput: {
      ReadUnitsPerSecond: onDemand ? ON_DEMAND_READ_UNITS : definition.throughput.readUnits,
      WriteUnitsPerSecond: onDemand ? ON_DEMAND_WRITE_UNITS : definition.throughput.writeUnits,
      Status: view.status === 'ACTIVE' ? 'ACTIVE' : 'UPDATING',
    },
  };
}

/** DeleteTable leaves out the schema and the time of creation. */
export function deletedTableDescription(view: TableView): Record<string, unknown> {
  return commonDescription(view);
}

function commonDescription({
  definition,
  status,
  itemCount,
  sizeBytes,
}: TableView): Record<string, unknown> {
  return {
    TableName: definition.name,
    TableStatus: status,
    ProvisionedThroughput: {
      NumberOfDecreasesToday: 0,
      ReadCapacityUnits: definition.throughput.readUnits,
      WriteCapacityUnits: definition.throughput.writeUnits,
    },
    TableSizeBytes: sizeBytes,
    ItemCount: itemCount,
    TableArn: tableArn(definition),
    TableId: definition.id,
    ...(definition.billing === 'PAY_PER_REQUEST'
      ? { BillingModeSummary: { BillingMode: definition.billing } }
      : {}),
    ...streamDescription(definition),
    ...(definition.tableClass === undefined
      ? {}
      : { TableClassSummary: { TableClass: definition.tableClass } }),
    DeletionProtectionEnabled: definition.deletionProtection,
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

function attributeDefinitions(definition: TableDefinition): object[] {
  return [...definedAttributes(definition)].map(([name, type]) => ({
    AttributeName: name,
    AttributeType: type,
  }));
}
