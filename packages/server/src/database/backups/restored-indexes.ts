// The indexes of a restored table: all of its source's, or those of them that were asked for. They are
// complete when the table is, because every item is indexed as it is written.

import { InvalidInput } from '../../model/invalid-input.ts';
import type { IndexDefinition, TableDefinition } from '../../model/table.ts';
import { indexThroughput } from '../catalog/index-rules.ts';
import { newLimits } from '../catalog/settings/on-demand-limits.ts';
import type { RestoredIndex, RestoreOverrides } from './backups.ts';

type Billing = TableDefinition['billing'];

/** An index of the source, and how it was asked for. */
interface Wanted {
  readonly index: IndexDefinition;
  readonly asked?: RestoredIndex;
}

/** @throws InvalidInput */
export function restoredIndexes(
  source: TableDefinition,
  { globalIndexes, localIndexes }: RestoreOverrides,
  billing: Billing,
): IndexDefinition[] {
  const wanted = [
    ...wantedIndexes(source, 'global', globalIndexes),
    ...wantedIndexes(source, 'local', localIndexes),
  ];
  return wanted.map((one, at) => restoredIndex(one, { number: at + 1, source, billing }));
}

function wantedIndexes(
  source: TableDefinition,
  kind: IndexDefinition['kind'],
  asked: readonly RestoredIndex[] | undefined,
): Wanted[] {
  const own = source.indexes.filter((index) => index.kind === kind);
  if (asked === undefined) return own.map((index) => ({ index }));
  if (new Set(asked.map(({ name }) => name)).size < asked.length) {
    throw refusal('Duplicate index name');
  }
  return asked.map((one) => {
    const index = own.find((candidate) => isSame(candidate, one));
    if (index === undefined) {
      throw refusal(`The index ${one.name} does not match an index of the source table`);
    }
    return { index, asked: one };
  });
}

function isSame({ name, key, projection }: IndexDefinition, asked: RestoredIndex): boolean {
  const elements = [
    ...key.partition.map((attribute) => `HASH ${attribute.name}`),
    ...key.sort.map((attribute) => `RANGE ${attribute.name}`),
  ];
  return (
    name === asked.name &&
    sameTexts(
      elements,
      asked.keySchema.map((element) => `${element.role} ${element.name}`),
    ) &&
    projection.type === asked.projection.type &&
    sameTexts(
      (projection.attributes ?? []).toSorted(),
      (asked.projection.attributes ?? []).toSorted(),
    )
  );
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, at) => text === b[at]);
}

function restoredIndex(
  { index, asked }: Wanted,
  to: {
    readonly number: number;
    readonly source: TableDefinition;
    readonly billing: Billing;
  },
): IndexDefinition {
  const { number, source, billing } = to;
  const { name, kind, key, projection } = index;
  const inherited = billing === source.billing ? index : undefined;
  const provisioned = billing === 'PROVISIONED' ? inherited?.throughput : undefined;
  const units = asked?.throughput ?? provisioned;
  const throughput = indexThroughput(
    { name, kind, ...(units === undefined ? {} : { throughput: units }) },
    billing,
  );
  const of = { billing, index: name };
  const onDemandLimits = newLimits(asked?.onDemandLimits, of) ?? inherited?.onDemandLimits;
  return {
    name,
    kind,
    number,
    key,
    projection,
    ...(throughput === undefined ? {} : { throughput }),
    ...(onDemandLimits === undefined ? {} : { onDemandLimits }),
  };
}

function refusal(problem: string): InvalidInput {
  return new InvalidInput('rule', `One or more parameter values were invalid: ${problem}`);
}
