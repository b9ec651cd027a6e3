// `headwater shards`

import { printDuration } from '../../base/duration.ts';
import type { ShardView, StreamView } from '../../control/shards/shard-view.ts';
import { columns } from './columns.ts';
import type { ControlClient } from './control-client.ts';
import { forest } from './forest.ts';
import { moment } from './moments.ts';
import type { Report } from './perform.ts';

/** Region and account: the name space of a table. */
export interface ScopeFlags {
  readonly region: string;
  readonly account: string;
}

export type ShardAction = 'split' | 'roll' | 'trim' | 'expire-iterators';

export interface ShardChange extends ScopeFlags {
  readonly action: ShardAction;
  readonly table: string;
  /** Without it: all to which the action applies. */
  readonly shardId?: string | undefined;
  /** Of `trim`: the last sequence number that goes. */
  readonly upTo?: string | undefined;
}

export async function listShards(
  client: ControlClient,
  scope: ScopeFlags & { readonly table: string },
): Promise<Report> {
  const { table, region, account } = scope;
  const json = (await client.get('shards', { table, region, account })) as {
    readonly streams: readonly StreamView[];
  };
  const { streams } = json;
  if (streams.length === 0) {
    return { json, text: `In ${region} there is no stream of a table ${table}.` };
  }
  return { json, text: streams.map(streamText).join('\n\n') };
}

export async function changeShards(client: ControlClient, change: ShardChange): Promise<Report> {
  const json = (await client.post('shards', change)) as { readonly shards: readonly ShardView[] };
  return {
    json,
    text:
      json.shards.length === 0 ? 'Done; no shard of a stream changed.' : shardTable(json.shards),
  };
}

function streamText(stream: StreamView): string {
  const { streamArn, status, viewType, retentionMs, shards } = stream;
  const retention = `records stay ${printDuration(retentionMs)}`;
  return `${streamArn}\n${status}, ${viewType}, ${retention}\n\n${shardTable(shards)}`;
}

/** Children stand below their parents. */
function shardTable(shards: readonly ShardView[]): string {
  const tree = forest(shards, ({ shardId, parentShardId }) => ({
    id: shardId,
    parent: parentShardId,
  }));
  return columns(
    ['SHARD', 'STATE', 'RECORDS', 'TRIMMED', 'OPENED', 'CLOSED', 'FIRST', 'LAST'],
    tree.map(({ node, branch }) => [
      `${branch}${node.shardId}`,
      node.state,
      String(node.records),
      String(node.trimmedRecords),
      moment(node.openedAt),
      node.closedAt === undefined ? '' : moment(node.closedAt),
      node.startingSequenceNumber,
      node.endingSequenceNumber ?? '',
    ]),
  );
}
