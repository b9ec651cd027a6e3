// The open shard that a request to change it names.

import type { Kinesis } from '../kinesis.ts';
import { KinesisRefused } from '../kinesis-refusal.ts';
import { type KinesisShard, parseShardId, shardId } from '../shard.ts';
import type { KinesisStream } from '../stream.ts';
import { shardsOf } from './shard-routes.ts';

/** @throws KinesisRefused when there is none, or it is closed, or the stream looks after its shards itself */
export async function openShard(
  { store }: Kinesis,
  stream: KinesisStream,
  asked: {
    readonly open: readonly KinesisShard[];
    readonly id: string;
    readonly operation: string;
  },
): Promise<KinesisShard> {
  const { open, id, operation } = asked;
  const index = parseShardId(id);
  const found = open.find((shard) => shard.index === index);
  if (found === undefined) {
    const all = await shardsOf(store, stream.number);
    const wasThere = index !== undefined && all.some((shard) => shard.index === index);
    throw new KinesisRefused({
      kind: wasThere ? 'shard-not-open' : 'shard-not-found',
      stream: stream.name,
      shard: index === undefined ? id : shardId(index),
    });
  }
  if (stream.mode === 'ON_DEMAND') {
    throw new KinesisRefused({ kind: 'on-demand', stream: stream.name, operation });
  }
  return found;
}
