// A stream with all of its shards, for followers inside of the server.

import { decodeRecord } from '../model/catalog-json.ts';
import { shardsRange } from '../model/storage-keys.ts';
import type { ShardDefinition, StreamDefinition } from '../model/stream.ts';
import type { Scope } from '../model/table.ts';
import { readAll } from '../store/read-all.ts';
import type { Store } from '../store/store.ts';
import { findStream } from './stream-catalog.ts';

export interface WholeStream {
  readonly stream: StreamDefinition;
  /** In the order of their ids: parents before children. */
  readonly shards: readonly ShardDefinition[];
}

/** Rejects with Refused (stream-not-found), and with InvalidInput for an ARN that is none. */
export async function wholeStream(store: Store, scope: Scope, arn: string): Promise<WholeStream> {
  // Before the shards: of a stream that is disabled by then, these are all that there will ever be.
  const { name, stream } = await findStream(store, scope, arn);
  const shards: ShardDefinition[] = [];
  for await (const [, value] of readAll(store, shardsRange(name))) {
    shards.push(decodeRecord<ShardDefinition>(value));
  }
  return { stream, shards };
}
