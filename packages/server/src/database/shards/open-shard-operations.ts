// Puts the operations on shards together.

import type { DatabaseContext } from '../context.ts';
import { trimShards } from '../retention/trim-shards.ts';
import { expireIterators } from './expire-iterators.ts';
import { findRecords } from './find-records.ts';
import { rollShards } from './roll-shards.ts';
import type { ShardOperations } from './shard-operations.ts';
import { splitShards } from './split-shards.ts';
import { listedStreams } from './stored-shards.ts';

export function shardOperationsOf(
  context: DatabaseContext,
  parts: {
    /** How long streams keep records where a table does not ask otherwise. */
    readonly usualRetentionMs: number;
    /** Called when entries of the log may have become superfluous. */
    trimmed(): void;
  },
): ShardOperations {
  const { usualRetentionMs } = parts;
  return {
    listShards: (scope, table) => listedStreams(context.store, scope, { table, usualRetentionMs }),
    findRecords: (scope, asked) => findRecords(context, scope, asked),
    splitShards: (scope, choice) => splitShards(context, scope, choice),
    rollShards: (scope, choice) => rollShards(context, scope, choice),
    async trimShards(scope, choice) {
      const left = await trimShards(context, scope, choice);
      parts.trimmed();
      return left;
    },
    expireIterators: (scope, choice) => expireIterators(context, scope, choice),
  };
}
