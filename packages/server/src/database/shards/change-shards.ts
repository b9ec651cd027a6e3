// What changes shards of a table while its stream goes on: one commit on all of its lanes, with the
// open shards at hand. Writers notice by the table's definition, which names its open shards.

import { shardsEnded } from '../../model/catalog-lane.ts';
import { decodeRecord, encodeRecord } from '../../model/catalog-json.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { shardKey } from '../../model/storage-keys.ts';
import type { ShardDefinition } from '../../model/stream.ts';
import type { Scope, TableDefinition } from '../../model/table.ts';
import type { Decision, Key, Snapshot } from '../../store/store.ts';
import { changeableTable } from '../catalog/changeable-table.ts';
import { allLanes, commitOnTable } from '../catalog/commit-on-table.ts';
import { openStreamKeys } from '../catalog/stream-lifecycle.ts';
import type { KnownTable } from '../catalog/table-catalog.ts';
import type { DatabaseContext } from '../context.ts';
import type { ShardChoice } from './shard-operations.ts';

export interface OpenShards {
  readonly definition: TableDefinition;
  /** In the order of the partitions; empty while no stream is enabled. */
  readonly shards: readonly ShardDefinition[];
  readonly snapshot: Snapshot;
}

export interface ShardsChanged {
  readonly definition: TableDefinition;
  /** Shards that are new or changed. */
  readonly shards: readonly ShardDefinition[];
  readonly puts?: NonNullable<Decision<unknown>['puts']>;
  readonly deletes?: readonly Key[];
}

/**
 * Resolves with the shards that are new or changed. `change` is called in the commit: undefined leaves
 * everything as it is. `reads` names what else it has to see, which comes first in its snapshot.
 * Rejects with Refused (table-not-found, table-busy) and with what `change` throws.
 */
export async function changeShards(
  context: DatabaseContext,
  target: { readonly scope: Scope; readonly name: string },
  plan: {
    readonly reads?: (table: TableDefinition) => readonly Key[];
    readonly change: (open: OpenShards) => ShardsChanged | undefined;
  },
): Promise<readonly ShardDefinition[]> {
  const { store, catalog } = context;
  const { scope, name } = target;
  const find = async (): Promise<KnownTable> => changeableTable(context, scope, name);
  const changed = await commitOnTable<readonly ShardDefinition[]>(
    store,
    catalog,
    { scope, name, find },
    (table) => {
      const reads = plan.reads?.(table.definition) ?? [];
      return {
        lanes: allLanes(table),
        reads: [...reads, ...openStreamKeys(table.definition)],
        decide(snapshot): Decision<readonly ShardDefinition[]> {
          const { definition } = table;
          const shards = openShardsOf(definition, snapshot.values.slice(reads.length));
          const done = plan.change({ definition, shards, snapshot });
          return done === undefined ? { result: [] } : decisionOf(table.key, done);
        },
      };
    },
  );
  catalog.forget(scope, name);
  return changed;
}

/** `stored` is what `openStreamKeys` name. */
function openShardsOf(
  definition: TableDefinition,
  stored: Snapshot['values'],
): readonly ShardDefinition[] {
  if (definition.stream === undefined) return [];
  return stored.slice(1).map((bytes) => decodeRecord<ShardDefinition>(bytes as Uint8Array));
}

function decisionOf(
  tableKey: Key,
  { definition, shards, puts = [], deletes = [] }: ShardsChanged,
): Decision<readonly ShardDefinition[]> {
  const label = definition.stream?.label ?? '';
  const stream = { ...definition, table: definition.name, label };
  return {
    puts: [
      [tableKey, encodeRecord(definition)],
      ...shards.map((shard) => [shardKey(stream, shard.id), encodeRecord(shard)] as const),
      ...puts,
    ],
    deletes,
    appends: shards.some(({ end }) => end !== undefined) ? [shardsEnded] : [],
    result: shards,
  };
}

/** Indexes of the partitions whose shards are meant. @throws InvalidInput when the shard is not open. */
export function chosenPartitions(
  { definition, shards }: Pick<OpenShards, 'definition' | 'shards'>,
  { shard, table }: ShardChoice,
): readonly number[] {
  if (shard === undefined) return definition.partitions.map((_, index) => index);
  const index = shards.findIndex(({ id }) => id === shard);
  if (index >= 0) return [index];
  const open = shards.map(({ id }) => id).join(', ');
  throw new InvalidInput(
    'rule',
    `Table ${table} has no open shard ${shard}. ${open === '' ? 'Its stream is not enabled.' : `Open are: ${open}`}`,
  );
}
