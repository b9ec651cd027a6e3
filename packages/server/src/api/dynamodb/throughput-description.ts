// Throughput of tables and indexes as descriptions show it, whether provisioned, bounded or warm.

import type { CapacityView } from '../../database/database.ts';
import type { OnDemandLimits, Throughput, ThroughputChanges } from '../../model/table.ts';

/** ProvisionedThroughput of a table, or of an index, which has none when it is on demand. */
export function provisionedThroughputDescription(
  of: { readonly throughput?: Throughput; readonly throughputChanges?: ThroughputChanges },
  { decreasesToday }: CapacityView,
): Record<string, unknown> {
  const { throughput, throughputChanges = {} } = of;
  const { increasedAt, decreasedAt } = throughputChanges;
  return {
    ...(increasedAt === undefined ? {} : { LastIncreaseDateTime: increasedAt / 1000 }),
    ...(decreasedAt === undefined ? {} : { LastDecreaseDateTime: decreasedAt / 1000 }),
    NumberOfDecreasesToday: decreasesToday,
    ReadCapacityUnits: throughput?.readUnits ?? 0,
    WriteCapacityUnits: throughput?.writeUnits ?? 0,
  };
}

/** The member OnDemandThroughput, where there are bounds. */
export function onDemandDescription(of: {
  readonly onDemandLimits?: OnDemandLimits;
}): Record<string, unknown> {
  if (of.onDemandLimits === undefined) return {};
  const { readUnits, writeUnits } = of.onDemandLimits;
  return {
    OnDemandThroughput: {
      ...(readUnits === undefined ? {} : { MaxReadRequestUnits: readUnits }),
      ...(writeUnits === undefined ? {} : { MaxWriteRequestUnits: writeUnits }),
    },
  };
}

/** The member WarmThroughput. */
export function warmDescription(
  { warmThroughput: { readUnits, writeUnits } }: CapacityView,
  status: string,
): Record<string, unknown> {
  return {
    WarmThroughput: {
      ReadUnitsPerSecond: readUnits,
      WriteUnitsPerSecond: writeUnits,
      Status: status,
    },
  };
}
