// Hashes. MD5 spreads partition keys, as DESIGN fixes it, and is not used where an adversary matters;
// SHA-256 stands for what it was taken of.

import { createHash, hash } from 'node:crypto';

/** 16 bytes. */
export function md5(bytes: Uint8Array): Uint8Array {
  return hash('md5', bytes, 'buffer');
}

/** 32 bytes, of the parts one after another. */
export function sha256(parts: readonly (string | Uint8Array)[]): Uint8Array {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest();
}
