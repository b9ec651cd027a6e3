// The lane of the catalog. Commits that change definitions of tables, streams and shards name it, so that
// they run one after another. Its log says only that shards ended: who waits for records of a shard is woken
// by it, and looks for itself (log/await-records.ts). So its entries need not be kept.

export const catalogLane = 'catalog';

/** To be appended by a commit that closes shards. */
export const shardsEnded = { lane: catalogLane, entry: Uint8Array.of(1) } as const;
