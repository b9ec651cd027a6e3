// Finds records in the streams of a table, by their sequence number or by the key of their item: those
// that can be read, and of those that were trimmed where they were.

import { compareBytes } from '../../base/bytes.ts';
import { decodeItem } from '../../model/decode-item.ts';
import { checkKey, keyOfItem } from '../../model/item-key.ts';
import { laneNumber } from '../../model/partition.ts';
import { parseSequenceNumber } from '../../model/sequence-number.ts';
import { trimmedUpTo } from '../../model/shard.ts';
import type { ShardDefinition, StreamDefinition } from '../../model/stream.ts';
import type { Scope } from '../../model/table.ts';
import type { Store } from '../../store/store.ts';
import { decodeEntry } from '../../write/entry.ts';
import { imageOf } from '../../write/image.ts';
import type { DatabaseContext } from '../context.ts';
import { headOf, storedStreams } from './stored-shards.ts';
import type { FoundRecord, RecordQuestion } from './shard-operations.ts';

/** So many of the newest records of a key. */
const mostFound = 1000;
const step = { count: 1000, bytes: 1024 * 1024 };

/** Newest first. Rejects with InvalidInput for a key that is not the table's. */
export async function findRecords(
  { store }: DatabaseContext,
  scope: Scope,
  asked: RecordQuestion,
): Promise<readonly FoundRecord[]> {
  const found: FoundRecord[] = [];
  for (const { stream, shards } of await storedStreams(store, scope, asked.table)) {
    for (const shard of shards) {
      const records =
        'key' in asked
          ? await recordsOfKey(store, { stream, shard }, asked.key)
          : await recordOfNumber(store, { stream, shard }, asked.sequenceNumber);
      found.push(...records);
      if (found.length > 2 * mostFound) found.splice(0, found.length - mostFound);
    }
  }
  return found.toReversed().slice(0, mostFound);
}

interface Place {
  readonly stream: StreamDefinition;
  readonly shard: ShardDefinition;
}

async function recordOfNumber(
  store: Store,
  place: Place,
  sequenceNumber: string,
): Promise<FoundRecord[]> {
  const { shard } = place;
  const number = parseSequenceNumber(sequenceNumber);
  if (number === undefined || number.lane !== laneNumber(shard.lane)) return [];
  const position = number.place - shard.base;
  const last = shard.end ?? (await headOf(store, shard.lane));
  if (position <= shard.after || position > last) return [];
  const page = await store.readLog(shard.lane, position - 1, { count: 1, bytes: 1 });
  const [first] = page.entries;
  return first?.position === position
    ? [{ ...place, position, entry: decodeEntry(first.entry) }]
    : [{ ...place, position }];
}

async function recordsOfKey(store: Store, place: Place, key: unknown): Promise<FoundRecord[]> {
  const { shard, stream } = place;
  const item = decodeItem(key);
  checkKey(stream.key, item);
  const { json } = imageOf(keyOfItem(stream.key, item));
  const found: FoundRecord[] = [];
  const last = shard.end ?? Infinity;
  for (let after = trimmedUpTo(shard); ;) {
    const page = await store.readLog(shard.lane, after, step);
    for (const { position, entry: bytes } of page.entries) {
      if (position > last) return found;
      after = position;
      const entry = decodeEntry(bytes);
      if (compareBytes(entry.keys.json, json) === 0) found.push({ ...place, position, entry });
    }
    if (page.entries.length === 0) return found;
    if (found.length > mostFound) found.splice(0, found.length - mostFound);
  }
}
