// Who descends from whom among shards. Listings may be incomplete, in any order, and even wrong; nothing
// here takes an order for granted or runs for ever.

export interface Node {
  readonly parentIds: readonly string[];
}

export type ShardGraph = ReadonlyMap<string, Node>;

/** Of all that is known: listed shards, and leases whose shards may be listed no more. */
export function shardGraph(
  shards: readonly (Node & { readonly id: string })[],
  leases: readonly (Node & { readonly shardId: string })[] = [],
): ShardGraph {
  const graph = new Map<string, Node>();
  for (const lease of leases) graph.set(lease.shardId, lease);
  for (const shard of shards) graph.set(shard.id, shard);
  return graph;
}

/** All shards before these in their lineage, without them unless one descends from another. */
export function ancestorsOf(ids: Iterable<string>, graph: ShardGraph): Set<string> {
  const found = new Set<string>();
  const open = [...ids];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const parent of graph.get(id)?.parentIds ?? []) {
      if (found.has(parent)) continue;
      found.add(parent);
      open.push(parent);
    }
  }
  return found;
}

/** Whether one of `ids` is among the ancestors of `id`. */
export function descendsFrom(id: string, ids: ReadonlySet<string>, graph: ShardGraph): boolean {
  for (const ancestor of ancestorsOf([id], graph)) if (ids.has(ancestor)) return true;
  return false;
}
