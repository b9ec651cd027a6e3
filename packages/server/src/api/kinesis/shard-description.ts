// A shard as answers show it.

import { printHashKey } from '../../kinesis/hash-key.ts';
import { endingNumber, type KinesisShard, shardId, startingNumber } from '../../kinesis/shard.ts';

/** An open shard has no ending number, and one of the first generation no parent: the members are absent. */
export function shardDescription(shard: KinesisShard): object {
  const [parent, adjacent] = shard.parents;
  const ending = endingNumber(shard);
  return {
    ShardId: shardId(shard.index),
    ...(parent === undefined ? {} : { ParentShardId: shardId(parent) }),
    ...(adjacent === undefined ? {} : { AdjacentParentShardId: shardId(adjacent) }),
    HashKeyRange: hashKeyRange(shard),
    SequenceNumberRange: {
      StartingSequenceNumber: startingNumber(shard),
      ...(ending === undefined ? {} : { EndingSequenceNumber: ending }),
    },
  };
}

/** As the last page of its parent shows it. */
export function childDescription(shard: KinesisShard): object {
  return {
    ShardId: shardId(shard.index),
    ParentShards: shard.parents.map(shardId),
    HashKeyRange: hashKeyRange(shard),
  };
}

function hashKeyRange({ from, to }: KinesisShard): object {
  return { StartingHashKey: printHashKey(from), EndingHashKey: printHashKey(to) };
}
