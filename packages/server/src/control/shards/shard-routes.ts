// `GET /_headwater/shards` lists the shards of a table, `POST` changes them.

import type { Route } from '../../api/http/routes.ts';
import { jsonBody } from '../json-body.ts';
import { jsonReply } from '../json-reply.ts';
import { actOnShards, type Shards, type ShardRequest } from './shard-control.ts';

const path = '/_headwater/shards';

export function shardRoutes(shards: Shards): Route[] {
  return [
    {
      method: 'GET',
      path,
      async handle({ query }) {
        // What it holds is looked at where it is used.
        const request = Object.fromEntries(query) as unknown as ShardRequest;
        return jsonReply({ streams: await shards.list(request) });
      },
    },
    {
      method: 'POST',
      path,
      async handle(request) {
        return jsonReply({ shards: await actOnShards(shards, jsonBody(request)) });
      },
    },
  ];
}
