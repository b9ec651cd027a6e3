// How many bytes of records each shard keeps, in chunks, so that the oldest can be named without going
// through the log again.

interface Chunk {
  /** The last position of the chunk. */
  upTo: number;
  bytes: number;
  /** Of its oldest record, in epoch milliseconds. */
  readonly time: number;
}

interface ShardChunks {
  /** Oldest first. */
  readonly chunks: Chunk[];
  /** How far the shard has been counted. */
  counted: number;
}

export class KeptBytes {
  readonly #chunkBytes: number;
  readonly #shards = new Map<string, ShardChunks>();
  #total = 0;

  /** Chunks are of so many bytes, or of one record that has more. */
  constructor(chunkBytes: number) {
    this.#chunkBytes = chunkBytes;
  }

  get total(): number {
    return this.#total;
  }

  /** Position up to which the shard has been counted; undefined before the first record. */
  countedUpTo(shard: string): number | undefined {
    return this.#shards.get(shard)?.counted;
  }

  /** Counts the shard's next record. */
  add(
    shard: string,
    record: { readonly position: number; readonly bytes: number; readonly time: number },
  ): void {
    const { position, bytes, time } = record;
    let known = this.#shards.get(shard);
    if (known === undefined) this.#shards.set(shard, (known = { chunks: [], counted: 0 }));
    const last = known.chunks.at(-1);
    if (last === undefined || last.bytes + bytes > this.#chunkBytes) {
      known.chunks.push({ upTo: position, bytes, time });
    } else {
      last.upTo = position;
      last.bytes += bytes;
    }
    known.counted = position;
    this.#total += bytes;
  }

  /** Takes off what went up to a position, except for what shares a chunk with what stays. */
  forget(shard: string, upTo: number): void {
    const known = this.#shards.get(shard);
    while (known?.chunks[0] !== undefined && known.chunks[0].upTo <= upTo) {
      this.#total -= (known.chunks.shift() as Chunk).bytes;
    }
  }

  /** Takes off the shards that are not among these. */
  keepOnly(shards: ReadonlySet<string>): void {
    for (const [shard, { chunks }] of this.#shards) {
      if (shards.has(shard)) continue;
      for (const { bytes } of chunks) this.#total -= bytes;
      this.#shards.delete(shard);
    }
  }

  /** The chunk that is oldest of all, and the last of its positions; undefined when nothing is kept. */
  oldest(): { readonly shard: string; readonly upTo: number } | undefined {
    let oldest: { shard: string; upTo: number; time: number } | undefined;
    for (const [shard, { chunks }] of this.#shards) {
      const [first] = chunks;
      if (first === undefined || (oldest !== undefined && oldest.time <= first.time)) continue;
      oldest = { shard, upTo: first.upTo, time: first.time };
    }
    return oldest;
  }
}
