// The indexes of a restored table: all of its source's, or those of them that were asked for, which may
// have other names there (observed on AWS, as are the texts). They are complete when the table is,
// because every item is indexed as it is written.

import { InvalidInput } from '../../model/invalid-input.ts';
import type { IndexDefinition, TableDefinition, Throughput } from '../../model/table.ts';
import { checkTogether } from '../catalog/index-rules.ts';
import { newLimits } from '../catalog/settings/on-demand-limits.ts';
import type { RestoredIndex, RestoreOverrides } from './backups.ts';

type Billing = TableDefinition['billing'];

/** An index of the source, and how it was asked for. */
interface Wanted {
  readonly index: IndexDefinition;
  readonly asked?: RestoredIndex | undefined;
}

/** @throws InvalidInput */
export function restoredIndexes(
  source: TableDefinition,
  { globalIndexes, localIndexes, billing: askedBilling }: RestoreOverrides,
  billing: Billing,
): IndexDefinition[] {
  const wanted = [
    ...wantedIndexes(source, 'global', globalIndexes),
    ...wantedIndexes(source, 'local', localIndexes),
  ];
  const indexes = wanted.map((one, at) =>
    restoredIndex(one, { number: at + 1, source, billing, askedBilling }),
  );
  checkTogether(indexes);
  return indexes;
}

function wantedIndexes(
  source: TableDefinition,
  kind: IndexDefinition['kind'],
  asked: readonly RestoredIndex[] | undefined,
): Wanted[] {
  const own = source.indexes.filter((index) => index.kind === kind);
  if (asked === undefined) return own.map((index) => ({ index }));
  return asked.map((one) => {
    const index = own.find((candidate) => isSame(candidate, one));
    if (index === undefined) {
      throw refusal(
        `Index ${one.name} does not match a secondary index that existed in the source table and cannot be created during the restore operation`,
      );
    }
    return { index, asked: one };
  });
}

function isSame({ key, projection }: IndexDefinition, asked: RestoredIndex): boolean {
  const elements = [
    ...key.partition.map((attribute) => `HASH ${attribute.name}`),
    ...key.sort.map((attribute) => `RANGE ${attribute.name}`),
  ];
  return (
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

interface Restored {
  readonly number: number;
  readonly source: TableDefinition;
  readonly billing: Billing;
  /** Undefined when it is the source's. */
  readonly askedBilling: Billing | undefined;
}

function restoredIndex({ index, asked }: Wanted, to: Restored): IndexDefinition {
  const { number, source, billing } = to;
  const { kind, key, projection } = index;
  const name = asked?.name ?? index.name;
  const inherited = billing === source.billing ? index : undefined;
  const throughput = kind === 'local' ? undefined : throughputOf({ index, asked }, to);
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

/** An index that is named has to bring its throughput; others keep theirs, where the mode stays. */
function throughputOf({ index, asked }: Wanted, to: Restored): Throughput | undefined {
  const { source, billing, askedBilling } = to;
  const { name } = asked ?? index;
  if (billing === 'PAY_PER_REQUEST') {
    if (asked?.throughput === undefined) return undefined;
    throw refusal(
      askedBilling === undefined
        ? `Cannot override ProvisionedThroughput unless BillingMode is PROVISIONED for index ${name}`
        : `Cannot override ProvisionedThroughput if BillingMode is overridden to PAY_PER_REQUEST for index ${name}`,
    );
  }
  const kept = asked === undefined && billing === source.billing ? index.throughput : undefined;
  const throughput = asked?.throughput ?? kept;
  if (throughput !== undefined) return throughput;
  throw refusal(`Must specify provisioned throughput for index ${name}`);
}

function refusal(problem: string): InvalidInput {
  return new InvalidInput('rule', `Invalid Request: ${problem}`);
}
