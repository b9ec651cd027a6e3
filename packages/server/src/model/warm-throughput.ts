// Warm throughput: what a table or an index bears at once, in units a second. It follows from the billing
// mode unless more was asked for, and never falls (developer guide, "Understanding warm throughput").

import type { TableDefinition, Throughput } from './table.ts';

type Billing = TableDefinition['billing'];

interface Warmed {
  readonly throughput?: Throughput;
  readonly warmThroughput?: Throughput;
}

/** What AWS grants a table on demand without warming it. */
const onDemandInitially: Throughput = { readUnits: 12_000, writeUnits: 4_000 };

/** What follows from the billing mode alone. */
export function initialWarmThroughput(billing: Billing, { throughput }: Warmed): Throughput {
  if (billing === 'PAY_PER_REQUEST') return onDemandInitially;
  return throughput ?? { readUnits: 0, writeUnits: 0 };
}

export function warmThroughputOf(billing: Billing, warmed: Warmed): Throughput {
  const initial = initialWarmThroughput(billing, warmed);
  const { warmThroughput: more = initial } = warmed;
  return {
    readUnits: Math.max(initial.readUnits, more.readUnits),
    writeUnits: Math.max(initial.writeUnits, more.writeUnits),
  };
}
