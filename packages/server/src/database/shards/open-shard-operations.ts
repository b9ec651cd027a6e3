// Puts the operations on shards together.

import type { DatabaseContext } from '../context.ts';
import { trimShards } from '../retention/trim-shards.ts';
import { expireIterators } from './expire-iterators.ts';
import { rollShards } from './roll-shards.ts';
import type { ShardOperations } from './shard-operations.ts';
import { splitShards } from './split-shards.ts';
import { storedStreams } from './stored-shards.ts';

/** `trimmed` is called when entries of the log may have become superfluous. */
export function shardOperationsOf(context: DatabaseContext, trimmed: () => void): ShardOperations {
  return {
    listShards: (scope, table) => storedStreams(context.store, scope, table),
    splitShards: (scope, choice) => splitShards(context, scope, choice),
    rollShards: (scope, choice) => rollShards(context, scope, choice),
    async trimShards(scope, choice) {
      const left = await trimShards(context, scope, choice);
      trimmed();
      return left;
    },
    expireIterators: (scope, choice) => expireIterators(context, scope, choice),
  };
}
