// Splitting partitions: each gives way to two halves of its range with lanes of their own, and its open
// shard to two children. No item and no entry moves; the lane of before is retired: nothing is appended
// to it any more, and it goes when nobody needs its entries.

import { InvalidInput } from '../../model/invalid-input.ts';
import { halves, isDivisible, nextLaneNumber } from '../../model/partition.ts';
import { closeShard, endingPlace, openShard } from '../../model/shard.ts';
import { statisticsKey } from '../../model/storage-keys.ts';
import type { ShardDefinition } from '../../model/stream.ts';
import type { Partition, Scope, TableDefinition } from '../../model/table.ts';
import type { Decision, Key, Value } from '../../store/store.ts';
import { statisticsKeys } from '../backups/snapshot.ts';
import { shardSuffix } from '../catalog/stream-lifecycle.ts';
import type { DatabaseContext } from '../context.ts';
import { retiredLane } from '../retention/retired-lanes.ts';
import {
  changeShards,
  chosenPartitions,
  type OpenShards,
  type ShardsChanged,
} from './change-shards.ts';
import type { ShardChoice } from './shard-operations.ts';

/** As CreateTable's (catalog/new-table.ts): each is a lane that the table's own changes have to name. */
export const mostPartitions = 1000;

/**
 * Splits the partitions of the chosen shards now. Resolves with the closed shards and their children,
 * none while the table has no enabled stream. Rejects with InvalidInput when there is no such open
 * shard, when a partition cannot be split, or while a backup or restore copies the table; and with Refused.
 */
export async function splitShards(
  context: DatabaseContext,
  scope: Scope,
  choice: ShardChoice,
): Promise<readonly ShardDefinition[]> {
  return changeShards(
    context,
    { scope, name: choice.table },
    {
      reads: statisticsKeys,
      change(open) {
        const chosen = chosenPartitions(open, choice);
        checkSplit(open.definition, chosen);
        return split(context, open, new Set(chosen));
      },
    },
  );
}

/** @throws InvalidInput */
function checkSplit(
  { name, partitions, copying }: TableDefinition,
  chosen: readonly number[],
): void {
  if (copying !== undefined) {
    // The copy has fixed what it undoes by lane.
    throw rule(
      `Table ${name} is being copied for a backup or a restore. Split it when that is done.`,
    );
  }
  if (partitions.length + chosen.length > mostPartitions) {
    throw rule(`Table ${name} would have more than ${mostPartitions} partitions.`);
  }
  if (!chosen.every((index) => isDivisible(partitions, index))) {
    throw rule(`A partition of table ${name} holds a single hash value and cannot be split.`);
  }
}

interface SplitPart {
  readonly partitions: readonly Partition[];
  readonly open: readonly ShardDefinition[];
  readonly closed?: ShardDefinition;
}

function split(
  context: DatabaseContext,
  open: OpenShards,
  chosen: ReadonlySet<number>,
): ShardsChanged {
  const { definition, shards, snapshot } = open;
  let nextLane = nextLaneNumber(definition.partitions);
  const parts = definition.partitions.map((partition, index): SplitPart => {
    const shard = shards[index];
    if (!chosen.has(index)) {
      return { partitions: [partition], open: shard === undefined ? [] : [shard] };
    }
    const head = snapshot.head(partition.lane);
    const part = splitOne(context, { definition, index, nextLane, shard, head });
    nextLane += part.partitions.length;
    return part;
  });
  const { stream } = definition;
  const ids = parts.flatMap((part) => part.open.map(({ id }) => id));
  const changed: TableDefinition = {
    ...definition,
    partitions: parts.flatMap((part) => part.partitions),
    ...(stream === undefined ? {} : { stream: { ...stream, shards: ids } }),
  };
  return {
    definition: changed,
    shards: parts.flatMap((part) => (part.closed === undefined ? [] : [part.closed, ...part.open])),
    ...movedRecords(context, open, { chosen, parts }),
  };
}

function splitOne(
  { runtime }: DatabaseContext,
  of: {
    readonly definition: TableDefinition;
    readonly index: number;
    readonly nextLane: number;
    readonly shard: ShardDefinition | undefined;
    readonly head: number;
  },
): SplitPart {
  const { definition, index, nextLane, shard, head } = of;
  const at = runtime.clock.now();
  const closed = shard === undefined ? undefined : closeShard(shard, { head, at });
  // One place is the children's opening, as when a shard rolls over.
  const { base: before } = definition.partitions[index] as Partition;
  const base = 1 + (closed === undefined ? before + head : endingPlace(closed));
  const partitions = halves(definition, index, { base, nextLane });
  if (closed === undefined) return { partitions, open: [] };
  const open = partitions.map(({ lane }) =>
    openShard({ lane, after: 0, at, suffix: shardSuffix(runtime), parent: closed }),
  );
  return { partitions, open, closed };
}

/** What the store keeps by lane: the first half takes over what the whole has counted. */
function movedRecords(
  { runtime }: DatabaseContext,
  { definition, snapshot }: OpenShards,
  { chosen, parts }: { readonly chosen: ReadonlySet<number>; readonly parts: readonly SplitPart[] },
): Required<Pick<ShardsChanged, 'puts' | 'deletes'>> {
  const { number } = definition;
  const puts: [Key, Value][] = [];
  const deletes: Key[] = [];
  for (const index of chosen) {
    const { lane } = definition.partitions[index] as Partition;
    const counted = snapshot.values[index];
    const first = parts[index]?.partitions[0] as Partition;
    if (counted !== undefined) {
      puts.push([statisticsKey(number, first.lane), counted]);
      deletes.push(statisticsKey(number, lane));
    }
    puts.push(retiredLane(definition, { lane, at: runtime.clock.now() }));
  }
  return { puts, deletes } satisfies Pick<Decision<unknown>, 'puts' | 'deletes'>;
}

function rule(text: string): InvalidInput {
  return new InvalidInput('rule', text);
}
