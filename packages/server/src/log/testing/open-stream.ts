// A table with a stream, for tests of what a stream's readers see.

import { utf8Text } from '../../base/bytes.ts';
import type { DatabaseOptions } from '../../database/context.ts';
import { openTestDatabase, scope } from '../../database/testing/open-test-database.ts';
import { tableOf } from '../../database/testing/table-of.ts';
import { streamArn } from '../../model/stream.ts';
import type { StreamViewType } from '../../model/stream-view-type.ts';
import { openStreamLog } from '../open-stream-log.ts';
import type { IteratorPosition } from '../stream-log.ts';

export interface ReadRecord {
  readonly eventName: string;
  readonly eventID: string;
  readonly dynamodb: {
    readonly SequenceNumber: string;
    readonly Keys: { readonly p: { readonly S: string } };
  };
}

export const horizon = { type: 'TRIM_HORIZON' } as const;

export async function openStream(
  options: Partial<DatabaseOptions> & {
    readonly viewType?: StreamViewType;
    readonly tags?: readonly { readonly key: string; readonly value: string }[];
  } = {},
) {
  const { viewType = 'NEW_AND_OLD_IMAGES', tags, ...rest } = options;
  const { database, store, runtime } = await openTestDatabase(rest);
  const streams = await openStreamLog(store, runtime);
  const stream = { enabled: true, viewType };
  const table = tableOf('t', tags === undefined ? { stream } : { stream, tags });
  const { definition } = await database.createTable(scope, table);
  const arn = streamArn({ ...scope, table: 't', label: definition.latestStreamLabel ?? '' });
  const shards = async () => (await streams.describeStream(scope, arn, { limit: 1000 })).shards;
  const iterator = (shard: string, position: IteratorPosition = horizon) =>
    streams.shardIterator(scope, { arn, shard, position });
  async function read(from: string, limit = 1000) {
    const page = await streams.records(scope, { iterator: from, limit });
    return {
      records: JSON.parse(utf8Text(page.records)) as ReadRecord[],
      next: page.nextIterator,
    };
  }
  return {
    database,
    store,
    streams,
    runtime,
    arn,
    shards,
    iterator,
    read,
    put: (p: string, v = 1) =>
      database.put(scope, {
        table: 't',
        item: { p: { S: p }, v: { N: String(v) } },
        returnValues: 'NONE',
      }),
    /** Keys of the records that a shard has now. */
    async keysOf(shard: string): Promise<string[]> {
      const { records } = await read(await iterator(shard));
      return records.map(({ dynamodb }) => dynamodb.Keys.p.S);
    },
  };
}
