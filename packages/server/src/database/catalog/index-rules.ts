// The rules for secondary indexes in CreateTable and UpdateTable, in AWS's words (dynalite, paritysuite).

import { InvalidInput } from '../../model/invalid-input.ts';
import type { IndexDefinition, KeySchema, TableDefinition, Throughput } from '../../model/table.ts';
import type { NewIndex } from '../database.ts';
import { type definitionsOf, indexKeyOf } from './key-schema.ts';
import { newLimits } from './settings/on-demand-limits.ts';
import { newWarmThroughput } from './settings/warm-throughput.ts';

const INVALID = 'One or more parameter values were invalid: ';
const mostLocal = 5;
export const mostGlobal = 20;
/** Attributes that all INCLUDE projections of a table name together (Service quotas). */
const mostIncluded = 100;

type Definitions = ReturnType<typeof definitionsOf>;

interface ForTable {
  readonly key: KeySchema;
  readonly definitions: Definitions;
  readonly billing: TableDefinition['billing'];
  /** Whether the table is there already. */
  readonly isAdded?: boolean;
}

/** @throws InvalidInput */
export function newIndexes(asked: readonly NewIndex[], table: ForTable): IndexDefinition[] {
  const indexes = asked.map((index, at) => newIndex(index, { ...table, number: at + 1 }));
  checkTogether(indexes);
  return indexes;
}

/** The rules about a table's indexes together. @throws InvalidInput */
export function checkTogether(indexes: readonly IndexDefinition[]): void {
  const names = new Set<string>();
  for (const { name } of indexes) {
    if (names.has(name)) throw refusal(`Duplicate index name: ${name}`);
    names.add(name);
  }
  if (indexes.filter(({ kind }) => kind === 'local').length > mostLocal) {
    throw refusal(`Number of LocalSecondaryIndexes exceeds per-table limit of ${mostLocal}`);
  }
  if (indexes.filter(({ kind }) => kind === 'global').length > mostGlobal) {
    throw refusal(`GlobalSecondaryIndex count exceeds the per-table limit of ${mostGlobal}`);
  }
  const included = indexes.flatMap(({ projection }) => projection.attributes ?? []);
  if (included.length > mostIncluded) {
    throw refusal(
      `Too many NonKeyAttributes specified across all indexes. Limit: ${mostIncluded}, specified: ${included.length}`,
    );
  }
}

/** @throws InvalidInput */
export function newIndex(
  asked: NewIndex,
  table: ForTable & { readonly number: number },
): IndexDefinition {
  const { name, kind, projection } = asked;
  if (kind === 'local' && table.key.sort === undefined) {
    throw refusal(
      'Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
    );
  }
  const key = indexKeyOf(asked.keySchema, table.definitions);
  if (kind === 'local') checkLocalKey(name, key, table.key);
  checkProjection(projection);
  const throughput = indexThroughput(asked, table);
  const of = { billing: table.billing, index: name };
  const onDemandLimits = newLimits(asked.onDemandLimits, of);
  const warmThroughput = newWarmThroughput(asked.warmThroughput, {
    ...of,
    ...(throughput === undefined ? {} : { throughput }),
  });
  return {
    name,
    kind,
    number: table.number,
    key,
    projection,
    ...(throughput === undefined ? {} : { throughput }),
    ...(onDemandLimits === undefined ? {} : { onDemandLimits }),
    ...(warmThroughput === undefined ? {} : { warmThroughput }),
  };
}

function checkLocalKey(name: string, key: IndexDefinition['key'], table: KeySchema): void {
  if (key.sort.length === 0) {
    throw refusal(`Index KeySchema does not have a range key for index: ${name}`);
  }
  const [own] = key.partition;
  if (own?.name !== table.partition.name) {
    throw refusal(
      `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${name}. index hash key: ${own?.name}, table hash key: ${table.partition.name}`,
    );
  }
}

function checkProjection({ type, attributes }: NewIndex['projection']): void {
  // A request may leave it out although the type says otherwise.
  if ((type as string | undefined) === undefined) throw refusal('Unknown ProjectionType: null');
  if (type === 'INCLUDE' && attributes === undefined) {
    throw refusal('ProjectionType is INCLUDE, but NonKeyAttributes is not specified');
  }
  if (type !== 'INCLUDE' && attributes !== undefined) {
    throw refusal(`ProjectionType is ${type}, but NonKeyAttributes is specified`);
  }
  const twice = attributes?.find((name, at) => attributes.indexOf(name) !== at);
  if (twice !== undefined) throw refusal(`Duplicate element in NonKeyAttributes: ${twice}`);
}

/** The throughput of an index in its table's mode; each operation has words of its own. */
function indexThroughput(
  { name, kind, throughput }: Pick<NewIndex, 'name' | 'kind' | 'throughput'>,
  { billing, isAdded = false }: ForTable,
): Throughput | undefined {
  if (kind === 'local') return undefined;
  if (billing === 'PAY_PER_REQUEST') {
    if (throughput === undefined) return undefined;
    throw refusal(
      isAdded
        ? `Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: ${name} when BillingMode is PAY_PER_REQUEST`
        : `ProvisionedThroughput should not be specified for index: ${name} when BillingMode is PAY_PER_REQUEST`,
    );
  }
  if (throughput !== undefined) return throughput;
  throw refusal(
    isAdded
      ? `Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: ${name}`
      : `ProvisionedThroughput is not specified for index: ${name}`,
  );
}

function refusal(problem: string): InvalidInput {
  return new InvalidInput('rule', `${INVALID}${problem}`);
}
