// Billing modes and provisioned throughput of a table and its global indexes, in UpdateTable. Texts as
// observed on AWS.

import { InvalidInput } from '../../../model/invalid-input.ts';
import type {
  IndexDefinition,
  TableDefinition,
  Throughput,
  ThroughputChanges,
} from '../../../model/table.ts';
import { decreasesOn } from '../../../model/throughput-changes.ts';
import { initialWarmThroughput, warmThroughputOf } from '../../../model/warm-throughput.ts';
import type { TableChange } from '../../database.ts';

const INVALID = 'One or more parameter values were invalid: ';

/** The table in its new billing mode, with its new throughput. @throws InvalidInput */
export function withBilling(
  definition: TableDefinition,
  change: Pick<TableChange, 'billing' | 'throughput'>,
  now: number,
): TableDefinition {
  const { billing = definition.billing, throughput } = change;
  const isSwitched = billing !== definition.billing;
  if (billing === 'PAY_PER_REQUEST') {
    if (throughput !== undefined) {
      const problem =
        'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST';
      throw refusal(problem);
    }
    return isSwitched ? onDemand(definition, now) : definition;
  }
  if (throughput === undefined) {
    if (change.billing === undefined) return definition;
    throw refusal('ProvisionedThroughput must be specified when BillingMode is PROVISIONED');
  }
  if (isSwitched) return provisioned(definition, throughput);
  const throughputChanges = changesAfter(definition, throughput, { of: 'the table', now });
  return { ...definition, throughput, throughputChanges };
}

function onDemand(definition: TableDefinition, now: number): TableDefinition {
  return {
    ...definition,
    billing: 'PAY_PER_REQUEST',
    throughput: { readUnits: 0, writeUnits: 0 },
    onDemandSince: now,
    indexes: definition.indexes.map(withoutThroughput),
  };
}

function provisioned(definition: TableDefinition, throughput: Throughput): TableDefinition {
  const { onDemandLimits: _, ...rest } = definition;
  return {
    ...rest,
    onDemandSince: definition.onDemandSince ?? definition.createdAt,
    billing: 'PROVISIONED',
    throughput,
    indexes: definition.indexes.map(withoutLimits),
  };
}

function withoutThroughput(index: IndexDefinition): IndexDefinition {
  const { throughput: _, ...rest } = index;
  return rest;
}

function withoutLimits(index: IndexDefinition): IndexDefinition {
  const { onDemandLimits: _, ...rest } = index;
  return rest;
}

/** @throws InvalidInput */
export function withIndexThroughput(
  index: IndexDefinition,
  throughput: Throughput | undefined,
  table: { readonly billing: TableDefinition['billing']; readonly now: number },
): IndexDefinition {
  const { name } = index;
  if (table.billing === 'PAY_PER_REQUEST') throw onlyOnDemandUpdates(name);
  if (throughput === undefined) {
    throw refusal(
      `Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: ${name}`,
    );
  }
  if (index.throughput === undefined) return { ...index, throughput };
  const from = { throughput: index.throughput, throughputChanges: index.throughputChanges ?? {} };
  const of = `index ${name}`;
  return {
    ...index,
    throughput,
    throughputChanges: changesAfter(from, throughput, { of, now: table.now }),
  };
}

function onlyOnDemandUpdates(index: string): InvalidInput {
  return refusal(
    `The only Updates for index: ${index} when TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput`,
  );
}

/** A table with provisioned throughput has it for each of its global indexes. @throws InvalidInput */
export function checkIndexThroughputs({ billing, indexes }: TableDefinition): void {
  if (billing === 'PAY_PER_REQUEST') return;
  const lacking = indexes.find(
    ({ kind, throughput }) => kind === 'global' && throughput === undefined,
  );
  if (lacking === undefined) return;
  throw refusal(`ProvisionedThroughput must be specified for index: ${lacking.name}`);
}

interface Provisioned {
  readonly throughput: Throughput;
  readonly throughputChanges?: ThroughputChanges;
}

function changesAfter(
  before: Provisioned,
  after: Throughput,
  { of, now }: { readonly of: string; readonly now: number },
): ThroughputChanges {
  const { throughput: current, throughputChanges: changes = {} } = before;
  const { readUnits, writeUnits } = after;
  if (readUnits === current.readUnits && writeUnits === current.writeUnits) {
    throw unchanged(of, current);
  }
  const isRaised = readUnits > current.readUnits || writeUnits > current.writeUnits;
  const isLowered = readUnits < current.readUnits || writeUnits < current.writeUnits;
  return {
    ...changes,
    ...(isRaised ? { increasedAt: now } : {}),
    ...(isLowered ? { decreasedAt: now, decreases: decreasesOn(changes, now) + 1 } : {}),
  };
}

// The text of an index has no "the" in its second half (observed on AWS).
function unchanged(of: string, { readUnits, writeUnits }: Throughput): InvalidInput {
  const first = of === 'the table' ? of : `the ${of}`;
  return new InvalidInput(
    'rule',
    `The provisioned throughput for ${first} will not change. The requested value equals the current value. ` +
      `Current ReadCapacityUnits provisioned for ${of}: ${readUnits}. Requested ReadCapacityUnits: ${readUnits}. ` +
      `Current WriteCapacityUnits provisioned for ${of}: ${writeUnits}. Requested WriteCapacityUnits: ${writeUnits}. ` +
      'Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.',
  );
}

/** The definition after a change, with the warm throughput that it had before: it never falls. */
export function withWarmthKept(before: TableDefinition, after: TableDefinition): TableDefinition {
  const indexes = after.indexes.map((index) => {
    const old = before.indexes.find(({ number }) => number === index.number);
    if (old === undefined || index.kind === 'local') return index;
    return keptWarm(index, { warm: warmThroughputOf(before.billing, old), billing: after.billing });
  });
  const warm = warmThroughputOf(before.billing, before);
  return keptWarm({ ...after, indexes }, { warm, billing: after.billing });
}

function keptWarm<
  T extends { readonly throughput?: Throughput; readonly warmThroughput?: Throughput },
>(
  warmed: T,
  { warm, billing }: { readonly warm: Throughput; readonly billing: TableDefinition['billing'] },
): T {
  const initial = initialWarmThroughput(billing, warmed);
  const now = warmThroughputOf(billing, warmed);
  const warmThroughput = {
    readUnits: Math.max(warm.readUnits, now.readUnits),
    writeUnits: Math.max(warm.writeUnits, now.writeUnits),
  };
  const isMore =
    warmThroughput.readUnits > initial.readUnits || warmThroughput.writeUnits > initial.writeUnits;
  return isMore ? { ...warmed, warmThroughput } : warmed;
}

function refusal(problem: string): InvalidInput {
  return new InvalidInput('rule', `${INVALID}${problem}`);
}
