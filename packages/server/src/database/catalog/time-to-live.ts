// UpdateTimeToLive and DescribeTimeToLive. Enabling begins a back-fill of expiry entries
// (`back-filler.ts`), disabling leaves them to the sweeper; both count at once, and only the status that
// is shown takes its time.

import { encodeRecord } from '../../model/catalog-json.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { garbageKey } from '../../model/storage-keys.ts';
import type { Scope, TableDefinition, TimeToLive } from '../../model/table.ts';
import type { Decision } from '../../store/store.ts';
import { Refused } from '../../write/refusal.ts';
import type { DatabaseContext } from '../context.ts';
import type { TimeToLiveChange, TimeToLiveView } from './table-properties.ts';
import { changeableTable } from './changeable-table.ts';
import { allLanes, commitOnTable } from './commit-on-table.ts';
import { nextIndexNumber } from './index-numbers.ts';
import type { KnownTable } from './table-catalog.ts';
import { tableStatus } from './table-status.ts';

/** How soon after a change AWS refuses another (API reference, UpdateTimeToLive). */
const fixedIntervalMs = 60 * 60 * 1000;

/** @throws InvalidInput */
export async function changeTimeToLive(
  context: DatabaseContext,
  scope: Scope,
  { name, change }: { readonly name: string; readonly change: TimeToLiveChange },
): Promise<void> {
  const { store, catalog } = context;
  const find = async (): Promise<KnownTable> => changeableTable(context, scope, name);
  await commitOnTable<void>(store, catalog, { scope, name, find }, (table) => ({
    lanes: allLanes(table),
    reads: [],
    decide: () => decideChange(context, table, change),
  }));
  catalog.forget(scope, name);
}

function decideChange(
  { runtime, options }: DatabaseContext,
  { definition, key }: KnownTable,
  { enabled, attribute }: TimeToLiveChange,
): Decision<void> {
  const { timeToLive: current } = definition;
  const now = runtime.clock.now();
  checkChange(current, { enabled, attribute });
  // A server whose transitions take no time is one for tests, which do not wait an hour.
  const enforced = options.transitionMs > 0;
  if (enforced && current !== undefined && now < current.changedAt + fixedIntervalMs) {
    throw rule('Time to live has been modified multiple times within a fixed interval');
  }
  const times = { changedAt: now, settledAt: now + options.transitionMs };
  if (enabled) {
    const number = nextIndexNumber(definition);
    const timeToLive: TimeToLive = { enabled, attribute, number, backfilling: true, ...times };
    const changed: TableDefinition = { ...definition, timeToLive, lastIndexNumber: number };
    return { puts: [[key, encodeRecord(changed)]], result: undefined };
  }
  const number = current?.number ?? 0;
  const timeToLive: TimeToLive = { enabled, attribute, number, ...times };
  return {
    puts: [
      [key, encodeRecord({ ...definition, timeToLive })],
      [garbageKey(definition.number, number), encodeRecord({ timeToLive: attribute })],
    ],
    result: undefined,
  };
}

// Texts observed on AWS, also that they come before the one about the interval.
function checkChange(
  current: TimeToLive | undefined,
  { enabled, attribute }: TimeToLiveChange,
): void {
  if (current?.enabled !== true) {
    if (!enabled) throw rule('TimeToLive is already disabled');
    return;
  }
  if (attribute !== current.attribute) {
    throw rule(
      `TimeToLive is active on a different AttributeName: current AttributeName is ${current.attribute}`,
    );
  }
  if (enabled) throw rule('TimeToLive is already enabled');
}

export async function describeTimeToLive(
  { catalog, runtime }: DatabaseContext,
  scope: Scope,
  name: string,
): Promise<TimeToLiveView> {
  const table = await catalog.find(scope, name);
  if (table === undefined) throw new Refused({ kind: 'table-not-found', table: name });
  const status = tableStatus(table.definition, runtime.clock);
  if (status === 'CREATING' || status === 'DELETING') {
    throw rule(
      `Cannot describe time to live while table is in ${status} state: Current table state is ${status}`,
    );
  }
  const { timeToLive } = table.definition;
  if (timeToLive === undefined) return { status: 'DISABLED' };
  const { enabled, attribute, settledAt } = timeToLive;
  const settled = runtime.clock.now() >= settledAt;
  if (enabled) return { status: settled ? 'ENABLED' : 'ENABLING', attribute };
  return settled ? { status: 'DISABLED' } : { status: 'DISABLING', attribute };
}

function rule(text: string): InvalidInput {
  return new InvalidInput('rule', text);
}
