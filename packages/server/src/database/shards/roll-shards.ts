// Rolling shards over: each closes and one child goes on where it ended, on the same lane. AWS does so
// about every four hours, and also with shards that nothing was written to (observed on AWS).

import { InvalidInput } from '../../model/invalid-input.ts';
import { closeShard, openShard } from '../../model/shard.ts';
import type { ShardDefinition } from '../../model/stream.ts';
import type { Scope } from '../../model/table.ts';
import { shardSuffix } from '../catalog/stream-lifecycle.ts';
import type { DatabaseContext } from '../context.ts';
import {
  changeShards,
  chosenPartitions,
  type OpenShards,
  type ShardsChanged,
} from './change-shards.ts';
import type { ShardChoice } from './shard-operations.ts';

/**
 * Rolls the chosen shards over now. Resolves with the closed shards and their children.
 * Rejects with InvalidInput when there is no such open shard, and with Refused.
 */
export async function rollShards(
  context: DatabaseContext,
  scope: Scope,
  choice: ShardChoice,
): Promise<readonly ShardDefinition[]> {
  return changeShards(
    context,
    { scope, name: choice.table },
    {
      change(open) {
        if (open.definition.stream === undefined) {
          const text = `Table ${choice.table} has no enabled stream, so it has no shards to roll over.`;
          throw new InvalidInput('rule', text);
        }
        return rolled(context, open, new Set(chosenPartitions(open, choice)));
      },
    },
  );
}

/** Rolls over those that were opened at a time or before, in epoch milliseconds. */
export async function rollOldShards(
  context: DatabaseContext,
  scope: Scope,
  { table, openedUntil }: { readonly table: string; readonly openedUntil: number },
): Promise<void> {
  await changeShards(
    context,
    { scope, name: table },
    {
      change(open) {
        const old = [...open.shards.entries()].filter(([, shard]) => shard.openedAt <= openedUntil);
        return rolled(context, open, new Set(old.map(([index]) => index)));
      },
    },
  );
}

function rolled(
  { runtime }: DatabaseContext,
  { definition, shards, snapshot }: OpenShards,
  chosen: ReadonlySet<number>,
): ShardsChanged | undefined {
  const { stream } = definition;
  if (stream === undefined || chosen.size === 0) return undefined;
  const at = runtime.clock.now();
  const generations = shards.map((shard, index): readonly ShardDefinition[] => {
    if (!chosen.has(index)) return [shard];
    const { lane } = shard;
    const head = snapshot.head(lane);
    const parent = closeShard(shard, { head, at });
    return [parent, openShard({ lane, after: head, at, suffix: shardSuffix(runtime), parent })];
  });
  const open = generations.map((generation) => (generation.at(-1) as ShardDefinition).id);
  return {
    definition: { ...definition, stream: { ...stream, shards: open } },
    shards: generations.filter((generation) => generation.length > 1).flat(),
  };
}
