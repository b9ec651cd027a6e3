// Makes the iterators expire that were issued until now, as fifteen minutes would.

import { withIteratorsExpired } from '../../model/shard.ts';
import type { ShardDefinition } from '../../model/stream.ts';
import type { Scope } from '../../model/table.ts';
import type { DatabaseContext } from '../context.ts';
import { changeStoredShards, chosenShards } from './stored-shards.ts';
import type { ShardChoice } from './shard-operations.ts';

/** Of closed shards too. Resolves with the shards. @throws InvalidInput when there are none. */
export async function expireIterators(
  { store }: DatabaseContext,
  scope: Scope,
  choice: ShardChoice,
): Promise<readonly ShardDefinition[]> {
  const chosen = await chosenShards(store, scope, choice);
  return changeStoredShards(store, chosen, withIteratorsExpired);
}
