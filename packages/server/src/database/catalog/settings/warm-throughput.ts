// WarmThroughput as it is asked for: for a new table or index at least what it has anyway, later at least
// what it has then. Texts as observed on AWS.

import { InvalidInput } from '../../../model/invalid-input.ts';
import type { TableDefinition, Throughput } from '../../../model/table.ts';
import { initialWarmThroughput, warmThroughputOf } from '../../../model/warm-throughput.ts';

interface Warmed {
  readonly billing: TableDefinition['billing'];
  readonly throughput?: Throughput;
  readonly warmThroughput?: Throughput;
  /** Absent for the table itself. */
  readonly index?: string;
}

const guide =
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html#on-demand-capacity-mode-initial';
const members = {
  readUnits: { asked: 'ReadUnitsPerSecond', provisioned: 'ReadCapacityUnits' },
  writeUnits: { asked: 'WriteUnitsPerSecond', provisioned: 'WriteCapacityUnits' },
} as const;

/** What a new table or index is to keep; undefined when nothing was asked for. @throws InvalidInput */
export function newWarmThroughput(
  asked: Partial<Throughput> | undefined,
  of: Warmed,
): Throughput | undefined {
  if (asked === undefined || isEmpty(asked)) return undefined;
  const initial = initialWarmThroughput(of.billing, of);
  return atLeast(initial, asked, (member) => {
    const { asked: name, provisioned } = members[member];
    const least =
      of.billing === 'PAY_PER_REQUEST'
        ? `initial throughput for OnDemand. See: ${guide}`
        : `${provisioned} of ProvisionedThroughput`;
    return `Requested ${name} for WarmThroughput for ${nameOf(of)} is lower than ${least}`;
  });
}

/** @throws InvalidInput */
export function raisedWarmThroughput(asked: Partial<Throughput>, of: Warmed): Throughput {
  if (of.index !== undefined && isEmpty(asked)) {
    throw refusal(
      `WarmThroughput must have at least one of ReadUnitsPerSecond or WriteUnitsPerSecond specified for index: ${of.index}`,
    );
  }
  return atLeast(warmThroughputOf(of.billing, of), asked, (member) => {
    const name = members[member].asked;
    return `Requested ${name} for WarmThroughput for ${nameOf(of)} is lower than current WarmThroughput, decreasing WarmThroughput is not supported`;
  });
}

function isEmpty({ readUnits, writeUnits }: Partial<Throughput>): boolean {
  return readUnits === undefined && writeUnits === undefined;
}

function atLeast(
  least: Throughput,
  asked: Partial<Throughput>,
  problem: (member: keyof Throughput) => string,
): Throughput {
  const { readUnits = least.readUnits, writeUnits = least.writeUnits } = asked;
  if (readUnits < least.readUnits) throw refusal(problem('readUnits'));
  if (writeUnits < least.writeUnits) throw refusal(problem('writeUnits'));
  return { readUnits, writeUnits };
}

function nameOf({ index }: Warmed): string {
  return index === undefined ? 'table' : `index ${index}`;
}

function refusal(problem: string): InvalidInput {
  return new InvalidInput('rule', `One or more parameter values were invalid: ${problem}`);
}
