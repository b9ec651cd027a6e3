// Secondary indexes as table descriptions show them (observed on AWS: LocalStack's recordings of table
// operations).

import type { TableView } from '../../database/database.ts';
import { type IndexDefinition, type KeyParts, tableArn } from '../../model/table.ts';
import {
  onDemandDescription,
  provisionedThroughputDescription,
  warmDescription,
} from './throughput-description.ts';

/**
 * The members GlobalSecondaryIndexes and LocalSecondaryIndexes, each only where there are some; with
 * `warm` also what the global ones could bear.
 */
export function indexDescriptions(
  view: TableView,
  { warm = false }: { readonly warm?: boolean } = {},
): Record<string, unknown> {
  const described = view.definition.indexes.map((index, at) => ({
    kind: index.kind,
    description:
      index.kind === 'global'
        ? { ...common(view, index, at), ...globalOnly(view, index, { at, warm }) }
        : common(view, index, at),
  }));
  const of = (kind: IndexDefinition['kind']): object[] =>
    described.filter((one) => one.kind === kind).map(({ description }) => description);
  const global = of('global');
  const local = of('local');
  return {
    ...(global.length === 0 ? {} : { GlobalSecondaryIndexes: global }),
    ...(local.length === 0 ? {} : { LocalSecondaryIndexes: local }),
  };
}

/** What an index is, apart from its state. */
export function indexSchema(index: IndexDefinition): Record<string, unknown> {
  const { type, attributes } = index.projection;
  return {
    IndexName: index.name,
    KeySchema: keyElements(index.key),
    Projection: {
      ProjectionType: type,
      ...(attributes === undefined ? {} : { NonKeyAttributes: attributes.toSorted() }),
    },
  };
}

function common(view: TableView, index: IndexDefinition, at: number): Record<string, unknown> {
  return {
    ...indexSchema(index),
    IndexSizeBytes: view.indexes[at]?.sizeBytes ?? 0,
    ItemCount: view.indexes[at]?.itemCount ?? 0,
    IndexArn: `${tableArn(view.definition)}/index/${index.name}`,
  };
}

function globalOnly(
  { status, indexes }: TableView,
  index: IndexDefinition,
  { at, warm }: { readonly at: number; readonly warm: boolean },
): Record<string, unknown> {
  const isFilling = index.backfilling === true;
  const indexStatus = isFilling || status === 'CREATING' ? 'CREATING' : statusLike(status);
  const { capacity } = indexes[at] as TableView['indexes'][number];
  return {
    IndexStatus: indexStatus,
    ...(isFilling ? { Backfilling: true } : {}),
    ProvisionedThroughput: provisionedThroughputDescription(index, capacity),
    ...onDemandDescription(index),
    ...(warm ? warmDescription(capacity, indexStatus) : {}),
  };
}

// An index lives on while its table is updated.
function statusLike(status: TableView['status']): string {
  return status === 'DELETING' ? 'DELETING' : 'ACTIVE';
}

export function keyElements({ partition, sort }: KeyParts): object[] {
  return [
    ...partition.map(({ name }) => ({ AttributeName: name, KeyType: 'HASH' })),
    ...sort.map(({ name }) => ({ AttributeName: name, KeyType: 'RANGE' })),
  ];
}
