// UpdateContinuousBackups and DescribeContinuousBackups. Enabled, recovery makes writers keep both images
// of every change in the log (items/write-item.ts), and remembers from where on they do.
//
// Whoever forgets old entries of a table's lanes has to leave those that are later than `earliest` or
// behind the floor of a snapshot that is being copied (snapshot.ts).

import { encodeRecord } from '../../model/catalog-json.ts';
import type { PointInTimeRecovery, Scope, TableDefinition } from '../../model/table.ts';
import type { Decision, Snapshot } from '../../store/store.ts';
import { Refused } from '../../write/refusal.ts';
import { allLanes, commitOnTable } from '../catalog/commit-on-table.ts';
import type { KnownTable } from '../catalog/table-catalog.ts';
import { tableStatus } from '../catalog/table-status.ts';
import type { DatabaseContext } from '../context.ts';
import type { ContinuousBackups } from './backups.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** Also the most (UpdateContinuousBackups). */
const usualPeriodDays = 35;

export async function describeContinuousBackups(
  { catalog, runtime }: DatabaseContext,
  scope: Scope,
  name: string,
): Promise<ContinuousBackups> {
  const table = await catalog.find(scope, name);
  if (table === undefined) throw new Refused({ kind: 'table-not-found', table: name });
  return continuousBackups(table.definition, runtime.clock.now());
}

function continuousBackups({ recovery }: TableDefinition, now: number): ContinuousBackups {
  if (recovery === undefined) return {};
  const { periodDays } = recovery;
  return { recovery: { periodDays, earliest: earliestOf(recovery, now), latest: now } };
}

export function earliestOf({ since, periodDays }: PointInTimeRecovery, now: number): number {
  return Math.max(since, now - periodDays * dayMs);
}

export async function updateContinuousBackups(
  context: DatabaseContext,
  scope: Scope,
  asked: { readonly table: string; readonly enabled: boolean; readonly periodDays?: number },
): Promise<ContinuousBackups> {
  const { store, catalog, runtime } = context;
  const find = async (): Promise<KnownTable> => establishedTable(context, scope, asked.table);
  const target = { scope, name: asked.table, find };
  const definition = await commitOnTable<TableDefinition>(store, catalog, target, (table) => ({
    lanes: allLanes(table),
    reads: [],
    decide(snapshot): Decision<TableDefinition> {
      const { recovery: before, ...rest } = table.definition;
      const now = runtime.clock.now();
      const { periodDays = usualPeriodDays } = asked;
      const changed: TableDefinition = asked.enabled
        ? { ...rest, recovery: recoveryOf(table.definition, { before, periodDays, now, snapshot }) }
        : rest;
      return { puts: [[table.key, encodeRecord(changed)]], result: changed };
    },
  }));
  catalog.forget(scope, asked.table);
  return continuousBackups(definition, runtime.clock.now());
}

async function establishedTable(
  { catalog, runtime }: DatabaseContext,
  scope: Scope,
  name: string,
): Promise<KnownTable> {
  const table = await catalog.find(scope, name);
  const status = table === undefined ? undefined : tableStatus(table.definition, runtime.clock);
  if (table === undefined || status === 'DELETING') {
    throw new Refused({ kind: 'table-not-found', table: name });
  }
  if (status === 'CREATING') throw new Refused({ kind: 'backups-unavailable', table: name });
  return table;
}

// A shorter period gives up what is older at once, and a longer one does not bring it back.
function recoveryOf(
  { partitions }: TableDefinition,
  asked: {
    readonly before: PointInTimeRecovery | undefined;
    readonly periodDays: number;
    readonly now: number;
    readonly snapshot: Snapshot;
  },
): PointInTimeRecovery {
  const { before, periodDays, now, snapshot } = asked;
  if (before !== undefined) return { ...before, periodDays, since: earliestOf(before, now) };
  const heads = partitions.map(({ lane }) => ({ lane, position: snapshot.head(lane) }));
  return { periodDays, since: now, heads };
}
