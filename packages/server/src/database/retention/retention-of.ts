// How long a stream keeps its records: as its table says now, or said when the stream ended, or else as
// the server says.

import { decodeRecord } from '../../model/catalog-json.ts';
import { tableKey } from '../../model/storage-keys.ts';
import type { StreamDefinition } from '../../model/stream.ts';
import type { TableDefinition } from '../../model/table.ts';
import type { Store } from '../../store/store.ts';
import { askedRetention } from './asked-retention.ts';

/** Milliseconds. */
export async function retentionOf(
  store: Store,
  stream: StreamDefinition,
  usualMs: number,
): Promise<number> {
  if (stream.disabledAt !== undefined) return stream.retentionMs ?? usualMs;
  const [stored] = await store.get([tableKey(stream)]);
  if (stored === undefined) return usualMs;
  return askedRetention(decodeRecord<TableDefinition>(stored).tags) ?? usualMs;
}
