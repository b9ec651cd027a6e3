// Which open shard takes a hash key. The open shards of a stream stay the same until its generation is raised,
// so they are remembered by it.

import { BoundedCache } from '../../base/bounded-cache.ts';
import { decodeRecord } from '../../model/catalog-json.ts';
import { kinesisShardsRange } from '../../model/kinesis-keys.ts';
import { readAll } from '../../store/read-all.ts';
import type { Store } from '../../store/store.ts';
import type { KinesisShard } from '../shard.ts';
import type { KinesisStream } from '../stream.ts';

/** Streams whose open shards are remembered. */
const capacity = 256;

interface Known {
  readonly generation: number;
  /** In the order of their ranges. */
  readonly open: readonly KinesisShard[];
}

export class ShardRoutes {
  readonly #store: Store;
  /** By the number of the stream. */
  readonly #known = new BoundedCache<number, Known>(capacity);

  constructor(store: Store) {
    this.#store = store;
  }

  /** In the order of their ranges, which leave no gap. May be of a later generation than the stream given. */
  async openShards({
    number,
    generation,
  }: Pick<KinesisStream, 'number' | 'generation'>): Promise<readonly KinesisShard[]> {
    const known = this.#known.get(number);
    if (known !== undefined && known.generation === generation) return known.open;
    const all = await shardsOf(this.#store, number);
    const open = all
      .filter(({ closed }) => closed === undefined)
      .toSorted((a, b) => (a.from < b.from ? -1 : 1));
    this.#known.set(number, { generation, open });
    return open;
  }
}

/** All shards that the stream still has, in the order of their ids. */
export async function shardsOf(store: Store, stream: number): Promise<KinesisShard[]> {
  const shards: KinesisShard[] = [];
  for await (const [, value] of readAll(store, kinesisShardsRange(stream))) {
    shards.push(decodeRecord<KinesisShard>(value));
  }
  return shards;
}

/** The shard that takes a hash key; undefined when none of these does: others are open by now. */
export function shardFor(open: readonly KinesisShard[], hashKey: string): KinesisShard | undefined {
  let low = 0;
  let high = open.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((open[middle] as KinesisShard).from <= hashKey) low = middle;
    else high = middle;
  }
  const found = open[low];
  return found !== undefined && found.from <= hashKey && hashKey <= found.to ? found : undefined;
}
