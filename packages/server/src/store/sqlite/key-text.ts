// Keys as strings, for sets and maps.

import type { Key } from '../store.ts';

/** One character per byte: strings compare and hash as the bytes do. */
export function keyText(key: Key): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1');
}
