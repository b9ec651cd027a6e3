// Catalog records (tables, streams, shards) as UTF-8 JSON. Trusted: only this server writes them.

import { utf8Bytes, utf8Text } from '../base/bytes.ts';

export function encodeRecord(record: object): Uint8Array {
  return utf8Bytes(JSON.stringify(record));
}

export function decodeRecord<T extends object>(bytes: Uint8Array): T {
  return JSON.parse(utf8Text(bytes)) as T;
}
