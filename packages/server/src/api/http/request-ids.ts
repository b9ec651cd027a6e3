// Request ids as AWS's look: 52 upper case letters and digits, of which the first half differs from
// request to request.

import type { Runtime } from '../../base/runtime.ts';

const SUFFIX = 'VV4KQNSO5AEMVJF66Q9ASUAAJG';
const RANDOM_LENGTH = 26;
const DIGITS = Buffer.from('0123456789ABCDEFGHIJKLMNOPQRSTUV', 'latin1');
/** Ids made from one call for random bytes, because the call costs more than its bytes. */
const BATCH = 256;

export function requestIds(runtime: Runtime): () => string {
  let pool = Buffer.alloc(0);
  let offset = 0;
  return () => {
    if (offset === pool.length) {
      pool = Buffer.from(runtime.randomBytes(RANDOM_LENGTH * BATCH));
      for (const [index, byte] of pool.entries())
        pool.writeUInt8(DIGITS.readUInt8(byte & 31), index);
      offset = 0;
    }
    offset += RANDOM_LENGTH;
    return pool.toString('latin1', offset - RANDOM_LENGTH, offset) + SUFFIX;
  };
}
