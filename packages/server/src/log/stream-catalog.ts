// Looking up streams and shards: pages of the catalog's records.

import { bytesBehind, compareBytes } from '../base/bytes.ts';
import type { Clock } from '../base/runtime.ts';
import { decodeRecord } from '../model/catalog-json.ts';
import { endingNumber, startingNumber } from '../model/shard.ts';
import { shardKey, shardsRange, streamKey, streamsRange } from '../model/storage-keys.ts';
import type { ShardDefinition, StreamDefinition } from '../model/stream.ts';
import type { Scope } from '../model/table.ts';
import type { Store } from '../store/store.ts';
import { Refused } from '../write/refusal.ts';
import { parseStreamArn, type StreamName } from './stream-arn.ts';
import type { ShardView, StreamStatus, StreamView } from './stream-log.ts';

// Records are a few hundred bytes, so the count is what bounds a page.
const pageBytes = 1024 * 1024;

export function streamStatus(stream: StreamDefinition, clock: Clock): StreamStatus {
  const now = clock.now();
  if (stream.disabledAt !== undefined) return now < stream.disabledAt ? 'DISABLING' : 'DISABLED';
  return now < stream.enabledAt ? 'ENABLING' : 'ENABLED';
}

export async function listStreams(
  store: Store,
  scope: Scope,
  page: { readonly table?: string; readonly afterArn?: string; readonly limit: number },
): Promise<{ streams: StreamDefinition[]; more: boolean }> {
  const all = streamsRange(scope, page.table);
  const from =
    page.afterArn === undefined
      ? all.from
      : keyBehind(streamKey(parseStreamArn(page.afterArn)), all.from);
  const { entries, more } = await store.range({
    from,
    to: all.to,
    direction: 'forward',
    limit: { count: page.limit, bytes: pageBytes },
  });
  return { streams: entries.map(([, value]) => decodeRecord<StreamDefinition>(value)), more };
}

/** @throws Refused `stream-not-found`, also for one of another account or region. */
export async function findStream(
  store: Store,
  scope: Scope,
  arn: string,
): Promise<{ readonly name: StreamName; readonly stream: StreamDefinition }> {
  const name = parseStreamArn(arn);
  const isHere = name.account === scope.account && name.region === scope.region;
  const [bytes] = isHere ? await store.get([streamKey(name)]) : [];
  if (bytes === undefined) throw new Refused({ kind: 'stream-not-found', arn });
  return { name, stream: decodeRecord<StreamDefinition>(bytes) };
}

/** @throws Refused `shard-not-found`, `stream-not-found` */
export async function findShard(
  store: Store,
  scope: Scope,
  { arn, shard }: { readonly arn: string; readonly shard: string },
): Promise<{ readonly stream: StreamDefinition; readonly shard: ShardDefinition }> {
  const { name, stream } = await findStream(store, scope, arn);
  const [bytes] = await store.get([shardKey(name, shard)]);
  if (bytes === undefined) throw new Refused({ kind: 'shard-not-found', arn, shard });
  return { stream, shard: decodeRecord<ShardDefinition>(bytes) };
}

export interface ShardPageRequest {
  readonly afterShard?: string;
  readonly childrenOf?: string;
  readonly limit: number;
}

/** Shards in the order of their ids. Behind a shard that the stream does not have, there are none. */
export async function shardPage(
  store: Store,
  name: StreamName,
  page: ShardPageRequest,
): Promise<Pick<StreamView, 'shards' | 'more'>> {
  const all = shardsRange(name);
  let { from } = all;
  if (page.afterShard !== undefined) {
    const after = shardKey(name, page.afterShard);
    const [known] = await store.get([after]);
    if (known === undefined) return { shards: [], more: false };
    from = keyBehind(after, from);
  }
  const shards: ShardView[] = [];
  for (;;) {
    const { entries, more } = await store.range({
      from,
      to: all.to,
      direction: 'forward',
      limit: { count: page.limit + 1, bytes: pageBytes },
    });
    for (const [key, value] of entries) {
      from = keyBehind(key, from);
      const shard = decodeRecord<ShardDefinition>(value);
      if (page.childrenOf !== undefined && shard.parent !== page.childrenOf) continue;
      if (shards.length === page.limit) return { shards, more: true };
      shards.push(shardView(shard));
    }
    if (!more) return { shards, more: false };
  }
}

function shardView(definition: ShardDefinition): ShardView {
  const startingSequenceNumber = startingNumber(definition);
  return definition.end === undefined
    ? { definition, startingSequenceNumber }
    : {
        definition,
        startingSequenceNumber,
        endingSequenceNumber: endingNumber(definition),
      };
}

/** The smallest key greater than `key`, or `from` when that is further on. */
function keyBehind(key: Uint8Array, from: Uint8Array): Uint8Array {
  const behind = bytesBehind(key);
  return compareBytes(behind, from) < 0 ? from : behind;
}
