// Throughput of tables and indexes as descriptions show it, whether provisioned, bounded or warm.

import type { TableView } from '../../database/database.ts';
import type {
  OnDemandLimits,
  TableDefinition,
  Throughput,
  ThroughputChanges,
} from '../../model/table.ts';
import { decreasesOn } from '../../model/throughput-changes.ts';
import { warmThroughputOf } from '../../model/warm-throughput.ts';

interface Provisioned {
  /** Absent of indexes on demand. */
  readonly throughput?: Throughput;
  readonly throughputChanges?: ThroughputChanges;
}

export function provisionedThroughputDescription(
  { throughput, throughputChanges = {} }: Provisioned,
  seenAt: TableView['seenAt'],
): Record<string, unknown> {
  const { increasedAt, decreasedAt } = throughputChanges;
  return {
    ...(increasedAt === undefined ? {} : { LastIncreaseDateTime: increasedAt / 1000 }),
    ...(decreasedAt === undefined ? {} : { LastDecreaseDateTime: decreasedAt / 1000 }),
    NumberOfDecreasesToday: decreasesOn(throughputChanges, seenAt),
    ReadCapacityUnits: throughput?.readUnits ?? 0,
    WriteCapacityUnits: throughput?.writeUnits ?? 0,
  };
}

/** The member OnDemandThroughput, where there are bounds. */
export function onDemandDescription({
  onDemandLimits: limits,
}: {
  readonly onDemandLimits?: OnDemandLimits;
}): Record<string, unknown> {
  if (limits === undefined) return {};
  const { readUnits, writeUnits } = limits;
  return {
    OnDemandThroughput: {
      ...(readUnits === undefined ? {} : { MaxReadRequestUnits: readUnits }),
      ...(writeUnits === undefined ? {} : { MaxWriteRequestUnits: writeUnits }),
    },
  };
}

/** The member WarmThroughput. */
export function warmDescription(
  billing: TableDefinition['billing'],
  warmed: Provisioned & { readonly warmThroughput?: Throughput },
  status: string,
): Record<string, unknown> {
  const { readUnits, writeUnits } = warmThroughputOf(billing, warmed);
  return {
    WarmThroughput: {
      ReadUnitsPerSecond: readUnits,
      WriteUnitsPerSecond: writeUnits,
      Status: status,
    },
  };
}
