// Enforces provisioned throughput, when the server was asked to: tables and indexes with a provisioned
// rate refuse requests once they have used it up. On-demand tables are never refused.

import type { Clock } from '../../base/runtime.ts';
import {
  type IndexDefinition,
  tableArn,
  type TableDefinition,
  type Throughput,
} from '../../model/table.ts';
import { Refused, type Refusal } from '../../write/refusal.ts';
import type { CapacityUse } from '../database.ts';
import { drained, newBucket, refilled, type TokenBucket } from './token-bucket.ts';

export type ThroughputKind = 'read' | 'write';

/** What a request is about to use: the table's own throughput, or that of an index. */
interface Target {
  readonly table: TableDefinition;
  readonly kind: ThroughputKind;
  readonly index?: IndexDefinition;
}

export interface ThroughputGate {
  /** @throws Refused `throughput-exceeded` when nothing is left. */
  admit(target: Target): void;
  /** Takes what a request used from the table and from each index that it read or changed. */
  charge(table: TableDefinition, kind: ThroughputKind, use: CapacityUse): void;
}

export function throughputGate(clock: Clock): ThroughputGate {
  const buckets = new Map<string, TokenBucket>();

  function bucketOf(target: Target, unitsPerSecond: number): TokenBucket {
    const now = clock.now();
    const known = buckets.get(nameOf(target));
    return known === undefined
      ? newBucket(unitsPerSecond, now)
      : refilled(known, unitsPerSecond, now);
  }

  function take(target: Target, units: number): void {
    const rate = rateOf(target);
    if (rate === undefined) return;
    buckets.set(nameOf(target), drained(bucketOf(target, rate), units));
  }

  return {
    admit(target) {
      const rate = rateOf(target);
      if (rate === undefined || bucketOf(target, rate).tokens > 0) return;
      throw new Refused(exceeded(target));
    },
    charge(table, kind, use) {
      // A local index has no throughput of its own.
      const local = use.indexes.filter((one) => one.kind === 'local');
      const own = local.reduce((sum, { units }) => sum + units, use.tableUnits);
      take({ table, kind }, own);
      for (const { index: name, kind: of, units } of use.indexes) {
        const index = table.indexes.find((one) => one.name === name);
        if (of === 'global' && index !== undefined) take({ table, kind, index }, units);
      }
    },
  };
}

/** A local index uses the throughput of its table. */
function exceeded({ table, kind, index }: Target): Refusal {
  const of = { kind: 'throughput-exceeded', table: table.name, access: kind } as const;
  const arn = tableArn(table);
  return index?.kind === 'global'
    ? { ...of, index: index.name, arn: `${arn}/index/${index.name}` }
    : { ...of, arn };
}

/** Units a second; undefined where nothing is provisioned. */
function rateOf({ table, kind, index }: Target): number | undefined {
  if (table.billing !== 'PROVISIONED') return undefined;
  const throughput: Throughput | undefined =
    index?.kind === 'global' ? index.throughput : table.throughput;
  return kind === 'read' ? throughput?.readUnits : throughput?.writeUnits;
}

function nameOf({ table, kind, index }: Target): string {
  const isGlobal = index?.kind === 'global';
  return `${kind}/${table.number}/${isGlobal ? index.number : 'table'}`;
}
