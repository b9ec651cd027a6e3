// OnDemandThroughput: bounds for a table or index on demand. They are kept and shown; nothing is
// throttled. Texts as observed on AWS, which differ between CreateTable and UpdateTable.

import { InvalidInput } from '../../../model/invalid-input.ts';
import type { OnDemandLimits, TableDefinition } from '../../../model/table.ts';

/** What the bounds are of: a table or one of its global indexes. */
export interface LimitsOf {
  readonly billing: TableDefinition['billing'];
  /** Absent for the table itself. */
  readonly index?: string;
}

const memberNames = {
  readUnits: 'MaxReadRequestUnits',
  writeUnits: 'MaxWriteRequestUnits',
} as const;
const members = ['readUnits', 'writeUnits'] as const;
const noBound = -1;

/** Those of a new table or index; undefined when there are none. @throws InvalidInput */
export function newLimits(
  asked: OnDemandLimits | undefined,
  of: LimitsOf,
): OnDemandLimits | undefined {
  if (asked === undefined || isEmpty(asked)) return undefined;
  refuseProvisioned(
    asked,
    of,
    (where) => `cannot be specified${where} when table BillingMode is PROVISIONED.`,
  );
  for (const member of members) {
    const units = asked[member];
    if (units !== undefined && units < 1) throw outOfRange(member, of);
  }
  return asked;
}

/** The bounds after a change of some; -1 removes one. Undefined when none is left. @throws InvalidInput */
export function changedLimits(
  current: OnDemandLimits | undefined,
  asked: OnDemandLimits,
  of: LimitsOf,
): OnDemandLimits | undefined {
  refuseProvisioned(
    asked,
    of,
    (where) => `cannot be specified${where} when the table BillingMode is PROVISIONED`,
  );
  const limits: { readUnits?: number; writeUnits?: number } = { ...current };
  for (const member of members) {
    const units = asked[member];
    if (units === undefined) continue;
    if (units < 1 && units !== noBound) throw outOfRange(member, of);
    if (units === noBound) delete limits[member];
    else limits[member] = units;
  }
  return isEmpty(limits) ? undefined : limits;
}

export function isEmpty({ readUnits, writeUnits }: OnDemandLimits): boolean {
  return readUnits === undefined && writeUnits === undefined;
}

function refuseProvisioned(
  asked: OnDemandLimits,
  { billing, index }: LimitsOf,
  text: (where: string) => string,
): void {
  if (billing !== 'PROVISIONED') return;
  const member = members.find((one) => asked[one] !== undefined);
  if (member === undefined) return;
  const where = index === undefined ? '' : ` for index : ${index}`;
  throw refusal(`${memberNames[member]} for OnDemandThroughput ${text(where)}`);
}

function outOfRange(member: (typeof members)[number], { index }: LimitsOf): InvalidInput {
  const of = index === undefined ? 'table' : `index : ${index}`;
  return refusal(
    `Requested ${memberNames[member]} for OnDemandThroughput for ${of} is outside of valid range`,
  );
}

function refusal(problem: string): InvalidInput {
  return new InvalidInput('rule', `One or more parameter values were invalid: ${problem}`);
}
