// What a SELECT reads of its table or index: ranges of keys, one after another, each with its filter.

import { compareBytes } from '../../base/bytes.ts';
import type { ConditionNode } from '../../expressions/condition-node.ts';
import type { AttributeValue } from '../../model/attribute-value.ts';
import { compareScalars } from '../../model/compare.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import type { KeyRange } from '../../model/storage-keys.ts';
import type { TableDefinition } from '../../model/table.ts';
import type { BoundSelect } from '../../partiql/bind-statement.ts';
import { conditionAttributes } from '../../partiql/condition-attributes.ts';
import { valueIdentity } from '../../partiql/conjunction.ts';
import { type KeyRead, keyReadsOf } from '../../partiql/key-reads.ts';
import { projectedAttributes } from '../../write/index-entry.ts';
import { conditionRange } from '../pages/query.ts';
import { hashSpace } from '../pages/scan.ts';
import { sourceHashRange, tableSource } from '../pages/page-source.ts';
import { directionOf, refuseOrder } from './select-order.ts';
import type { StatementSource } from './statement-source.ts';

export interface RangeRead {
  readonly range: KeyRange;
  readonly filter: ConditionNode | undefined;
}

export interface SelectPlan {
  readonly direction: 'forward' | 'backward';
  readonly reads: readonly RangeRead[];
}

/** @throws InvalidInput */
export function selectPlan(from: StatementSource, select: BoundSelect): SelectPlan {
  const { where, orderBy } = select;
  const keyReads = keyReadsOf(where, from.key);
  refuseOrder(from.key, select, keyReads);
  const direction = directionOf(from.key, orderBy);
  if (keyReads === undefined) {
    const range = sourceHashRange(from.source, 0, hashSpace);
    return { direction, reads: [{ range, filter: where }] };
  }
  for (const { alternative } of keyReads) refuseUnprojectedFilter(from, alternative.filter);
  const byPartition = Map.groupBy(keyReads, partitionOf);
  const groups = [...byPartition.values()].map((group) => partitionReads(from, group));
  const ofPartition = orderBy.find(({ attribute }) => attribute === from.key.partition.name);
  if (ofPartition !== undefined) {
    groups.sort((a, b) => comparePartitions(a, b) * (ofPartition.descending ? -1 : 1));
  }
  const reads = groups.flatMap(({ ranges }) =>
    orderBy.length === 0 ? ranges : inDirection(ranges, direction),
  );
  return { direction, reads };
}

/**
 * A SELECT that cannot be read by itself either is refused in its own words.
 *
 * @throws InvalidInput
 */
export function refuseUnreadable(table: TableDefinition, select: BoundSelect): void {
  selectPlan({ source: tableSource(table), key: table.key }, select);
}

interface PartitionReads {
  readonly partition: AttributeValue | undefined;
  readonly ranges: readonly RangeRead[];
}

function partitionOf({ condition }: KeyRead): string {
  return condition.partition.map(valueIdentity).join();
}

/** The reads of one partition. Where they overlap, they are refused or made one. */
function partitionReads({ source }: StatementSource, group: readonly KeyRead[]): PartitionReads {
  const [partition] = group[0]?.condition.partition ?? [];
  const ranges = group.map(({ condition, filter }) => ({
    range: conditionRange(source, condition),
    filter,
  }));
  if (!overlap(group, ranges)) return { partition, ranges };
  const alternatives = new Set(group.map(({ alternative }) => alternative.whole));
  const condition = { partition: partition === undefined ? [] : [partition], sortPrefix: [] };
  const range = conditionRange(source, condition);
  return { partition, ranges: [{ range, filter: { kind: 'or', conditions: [...alternatives] } }] };
}

/**
 * Whether an item could be read twice. AWS refuses that, unless one of the two excludes sort keys
 * (observed).
 *
 * @throws InvalidInput
 */
function overlap(group: readonly KeyRead[], ranges: readonly RangeRead[]): boolean {
  let found = false;
  for (const [index, { range: second }] of ranges.entries()) {
    for (const [earlier, { range: first }] of ranges.slice(0, index).entries()) {
      const apart =
        compareBytes(first.to, second.from) <= 0 || compareBytes(second.to, first.from) <= 0;
      if (apart) continue;
      const pair = [group[earlier], group[index]];
      if (!pair.some((read) => read?.alternative.excludesSortKeys)) {
        throw new InvalidInput(
          'rule',
          'Overlapping conditions with range keys are not supported in where clause',
        );
      }
      found = true;
    }
  }
  return found;
}

function comparePartitions(a: PartitionReads, b: PartitionReads): number {
  if (a.partition === undefined || b.partition === undefined) return 0;
  return compareScalars(a.partition, b.partition) ?? 0;
}

function inDirection(
  ranges: readonly RangeRead[],
  direction: SelectPlan['direction'],
): readonly RangeRead[] {
  const sign = direction === 'forward' ? 1 : -1;
  return ranges.toSorted((a, b) => compareBytes(a.range.from, b.range.from) * sign);
}

/** A scan filters what the index holds; a read by key refuses instead (observed on AWS). */
function refuseUnprojectedFilter(
  { source: { table, index } }: StatementSource,
  filter: ConditionNode | undefined,
): void {
  if (index === undefined || index.projection.type === 'ALL') return;
  const held = projectedAttributes(table, index);
  const missing = [...conditionAttributes(filter)].filter((name) => held?.has(name) === false);
  if (missing.length === 0) return;
  throw new InvalidInput(
    'rule',
    `One or more parameter values were invalid: Secondary index ${index.name} does not project one or more filter attributes: [${missing.join(', ')}]`,
  );
}
