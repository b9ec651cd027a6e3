// Trimming when asked to, before retention does: records go, and with them all that are older in the
// lineage; closed shards that lose all of theirs go too, so that children outlive their parents.

import { InvalidInput } from '../../model/invalid-input.ts';
import { positionBefore, trimShard } from '../../model/shard.ts';
import type { ShardDefinition, ShardTrim } from '../../model/stream.ts';
import type { Scope } from '../../model/table.ts';
import type { Store } from '../../store/store.ts';
import type { DatabaseContext } from '../context.ts';
import { chosenShards, headOf, storedStreams, type StoredStream } from '../shards/stored-shards.ts';
import { applyTrims } from './stream-retention.ts';
import type { TrimChoice } from '../shards/shard-operations.ts';

/**
 * Resolves with the chosen shards that are still there. Rejects with InvalidInput when there are none,
 * or when the sequence number is not the shard's.
 */
export async function trimShards(
  { store, runtime }: DatabaseContext,
  scope: Scope,
  choice: TrimChoice,
): Promise<readonly ShardDefinition[]> {
  if (choice.upTo !== undefined && choice.shard === undefined) {
    throw rule('To trim up to a sequence number, name the shard that it belongs to.');
  }
  const at = runtime.clock.now();
  const left: ShardDefinition[] = [];
  for (const chosen of await chosenShards(store, scope, choice)) {
    const all = await wholeStream(store, scope, chosen);
    const planned = await plannedTrims(store, { all, chosen: chosen.shards }, { ...choice, at });
    await applyTrims(store, chosen.stream, planned);
    const goneIds = new Set(planned.gone.map(({ id }) => id));
    for (const shard of chosen.shards.filter(({ id }) => !goneIds.has(id))) {
      const trim = planned.trims.get(shard.id);
      left.push(trim === undefined ? shard : trimShard(shard, trim));
    }
  }
  return left;
}

async function wholeStream(
  store: Store,
  scope: Scope,
  { stream, shards }: StoredStream,
): Promise<readonly ShardDefinition[]> {
  const streams = await storedStreams(store, scope, stream.table);
  return streams.find((of) => of.stream.label === stream.label)?.shards ?? shards;
}

async function plannedTrims(
  store: Store,
  of: { readonly all: readonly ShardDefinition[]; readonly chosen: readonly ShardDefinition[] },
  asked: { readonly upTo?: string; readonly at: number },
): Promise<{ trims: Map<string, ShardTrim>; gone: ShardDefinition[] }> {
  const trims = new Map<string, ShardTrim>();
  const gone = new Map<string, ShardDefinition>();
  const byId = new Map(of.all.map((shard) => [shard.id, shard]));
  for (const shard of of.chosen) {
    const upTo = trimPosition(shard, await headOf(store, shard.lane), asked.upTo);
    if (shard.end !== undefined && upTo >= shard.end) gone.set(shard.id, shard);
    else trims.set(shard.id, { upTo, at: asked.at, reason: 'asked' });
    for (const ancestor of ancestorsOf(shard, byId)) gone.set(ancestor.id, ancestor);
  }
  return { trims, gone: [...gone.values()] };
}

function trimPosition(shard: ShardDefinition, head: number, upTo: string | undefined): number {
  if (upTo === undefined) return shard.end ?? head;
  const position = positionBefore(shard, head, { sequenceNumber: upTo, kind: 'after' });
  if (position !== undefined) return position;
  throw rule(`The sequence number ${upTo} is not in the range of shard ${shard.id}.`);
}

function ancestorsOf(
  shard: ShardDefinition,
  byId: ReadonlyMap<string, ShardDefinition>,
): ShardDefinition[] {
  const ancestors: ShardDefinition[] = [];
  for (
    let parent = byId.get(shard.parent ?? '');
    parent !== undefined;
    parent = byId.get(parent.parent ?? '')
  ) {
    ancestors.push(parent);
  }
  return ancestors;
}

function rule(text: string): InvalidInput {
  return new InvalidInput('rule', text);
}
