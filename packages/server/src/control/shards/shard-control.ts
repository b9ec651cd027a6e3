// Splitting, rolling and trimming shards and expiring iterators, when somebody says so.

import type { ListedStream, ShardOperations } from '../../database/shards/shard-operations.ts';
import type { ShardDefinition } from '../../model/stream.ts';
import type { Scope } from '../../model/table.ts';
import { ControlError } from '../control-error.ts';
import type { JsonObject } from '../json-body.ts';
import { controlled } from '../refused.ts';
import { checkMembers, requiredTextOf, textOf } from '../request-members.ts';
import { scopeOf } from '../scope.ts';
import { type ShardView, type StreamView, streamView } from './shard-view.ts';

/** Which shards are meant. */
export interface ShardRequest {
  readonly table: string;
  /** Without it, every open shard; to trim and to expire iterators, every shard. */
  readonly shardId?: string;
  /** Default: that of `startHeadwater`, or us-east-1. */
  readonly region?: string;
  /** Default: 000000000000. */
  readonly account?: string;
}

export interface TrimRequest extends ShardRequest {
  /** The last sequence number that goes, of the shard that is named; without it, all records go. */
  readonly upTo?: string;
}

/** All reject with an error whose message says what was wrong, and then nothing has changed. */
export interface Shards {
  /** Every stream of the table, oldest first, those that were disabled too while they are kept. */
  list(request: Omit<ShardRequest, 'shardId'>): Promise<readonly StreamView[]>;
  /** Splits partitions in two: their shards close, each with two children. Resolves with all three. */
  split(request: ShardRequest): Promise<readonly ShardView[]>;
  /** Rolls shards over: each closes, and has one child. Resolves with both. */
  roll(request: ShardRequest): Promise<readonly ShardView[]>;
  /** Takes records away. Closed shards that lose all of theirs go. Resolves with those that remain. */
  trim(request: TrimRequest): Promise<readonly ShardView[]>;
  /** Makes all iterators expire that were issued until now. Resolves with their shards. */
  expireIterators(request: ShardRequest): Promise<readonly ShardView[]>;
}

const actions = {
  split: 'split',
  roll: 'roll',
  trim: 'trim',
  'expire-iterators': 'expireIterators',
} as const satisfies Record<string, keyof Shards>;

/** What stands in a request beside its action; `upTo` to trim only. */
const members = ['table', 'shardId', 'region', 'account'];

/** `usual` is the scope of requests that name none. */
export function shardControl(database: ShardOperations, usual: Scope): Shards {
  async function views(request: object, changed: readonly ShardDefinition[]): Promise<ShardView[]> {
    const ids = new Set(changed.map(({ id }) => id));
    const streams = await listed(request as JsonObject);
    return streams.flatMap(({ shards }) => shards).filter(({ shardId }) => ids.has(shardId));
  }

  async function listed(request: JsonObject): Promise<StreamView[]> {
    const scope = scopeOf(request, usual);
    const streams = await database.listShards(scope, requiredTextOf(request, 'table'));
    return streams.map((stream: ListedStream) => streamView(stream));
  }

  function change(
    run: (scope: Scope, choice: ReturnType<typeof choiceOf>) => Promise<readonly ShardDefinition[]>,
    known: readonly string[] = members,
  ) {
    return (request: object) =>
      controlled(async () => {
        const asked = request as JsonObject;
        checkMembers(asked, known, 'The request');
        const changed = await run(scopeOf(asked, usual), choiceOf(asked));
        return views(asked, changed);
      });
  }

  return {
    list: (request) =>
      controlled(async () => {
        checkMembers({ ...request }, members, 'The request');
        return listed({ ...request });
      }),
    split: change((scope, choice) => database.splitShards(scope, choice)),
    roll: change((scope, choice) => database.rollShards(scope, choice)),
    trim: change((scope, choice) => database.trimShards(scope, choice), [...members, 'upTo']),
    expireIterators: change((scope, choice) => database.expireIterators(scope, choice)),
  };
}

function choiceOf(request: JsonObject) {
  const shard = textOf(request, 'shardId');
  const upTo = textOf(request, 'upTo');
  return {
    table: requiredTextOf(request, 'table'),
    ...(shard === undefined ? {} : { shard }),
    ...(upTo === undefined ? {} : { upTo }),
  };
}

/** Does what `action` says. @throws ControlError */
export async function actOnShards(
  shards: Shards,
  { action, ...request }: JsonObject,
): Promise<readonly ShardView[]> {
  const known = Object.keys(actions);
  if (typeof action !== 'string' || !known.includes(action)) {
    throw new ControlError(400, `action takes one of ${known.join(', ')}.`);
  }
  // What the request holds is looked at where it is used.
  return shards[actions[action as keyof typeof actions]](request as unknown as ShardRequest);
}
