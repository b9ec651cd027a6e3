// The hash that spreads partition keys: MD5, as DESIGN fixes it. Not used where an adversary matters.

import { hash } from 'node:crypto';

/** 16 bytes. */
export function md5(bytes: Uint8Array): Uint8Array {
  return hash('md5', bytes, 'buffer');
}
