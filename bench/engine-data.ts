// Keys and values for the engine alone, in the numbers and sizes that the database stores for the sample
// items: a definition, items, statistics, and log entries with both images.

import { createHash } from 'node:crypto';
import { keyText, sampleItem } from './sample-data.ts';

export const LANE = 't1/0';
export const DEFINITION_KEY = Buffer.from('\x01000000000000\0us-east-1\0bench');
export const STATISTICS_KEY = Buffer.from(`\x06\0\0\0\x01${LANE}`);
export const DEFINITION = Buffer.alloc(600, '{"account":"000000000000"}');

const ITEM_HEADER_BYTES = 4;
const ENTRY_HEADER_BYTES = 36;

export function itemKey(key: number): Buffer {
  const hash = createHash('md5').update(keyText(key)).digest();
  return Buffer.concat([Buffer.from('\x02\0\0\0\x01', 'latin1'), hash]);
}

export function itemValue(key: number, version: number): Buffer {
  const json = Buffer.from(JSON.stringify(sampleItem(key, version)));
  return Buffer.concat([Buffer.alloc(ITEM_HEADER_BYTES), json]);
}

/** Statistics change with each write: `sizeBytes` here. */
export function statistics(itemCount: number, sizeBytes: number): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeDoubleBE(itemCount);
  bytes.writeDoubleBE(sizeBytes, 8);
  return bytes;
}

/** `before` is undefined for a new item. */
export function entryValue(key: number, before: Uint8Array | undefined, after: Buffer): Buffer {
  const keys = Buffer.from(JSON.stringify({ id: { S: keyText(key) } }));
  const old = before?.subarray(ITEM_HEADER_BYTES) ?? Buffer.alloc(0);
  const head = Buffer.alloc(ENTRY_HEADER_BYTES);
  return Buffer.concat([head, keys, after.subarray(ITEM_HEADER_BYTES), old]);
}
