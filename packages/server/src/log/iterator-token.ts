// Shard iterators: stateless tokens that say where reading goes on and when they were issued, signed so
// that nobody can make one up. On the wire, in the shape that AWS's have:
//
//   stream ARN | 1 | base64url of
//     mac:16       the first half of HMAC-SHA256 over the ARN and all that follows
//     issued:8     epoch milliseconds, IEEE double
//     position:8   reading goes on behind this position of the shard's lane, IEEE double
//     generation:4 of the shard's iterators when it was issued
//     reader:4     drawn with a first iterator, and handed on to those that follow it
//     shard id     to the end

import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { InvalidInput } from '../model/invalid-input.ts';

export interface ShardIterator {
  readonly arn: string;
  readonly shard: string;
  readonly position: number;
  readonly issuedAt: number;
  /** Unsigned 32 bits: it has expired when the shard's has been raised since. */
  readonly generation: number;
  /** Unsigned 32 bits: tells who reads from who else does. */
  readonly reader: number;
}

const macBytes = 16;
const fixedBytes = macBytes + 24;
const version = '1';

export function printIterator(iterator: ShardIterator, key: KeyObject): string {
  const shard = Buffer.from(iterator.shard, 'latin1');
  const bytes = Buffer.alloc(fixedBytes + shard.length);
  bytes.writeDoubleBE(iterator.issuedAt, macBytes);
  bytes.writeDoubleBE(iterator.position, macBytes + 8);
  bytes.writeUInt32BE(iterator.generation, macBytes + 16);
  bytes.writeUInt32BE(iterator.reader, macBytes + 20);
  shard.copy(bytes, fixedBytes);
  mac(key, iterator.arn, bytes.subarray(macBytes)).copy(bytes);
  return `${iterator.arn}|${version}|${bytes.toString('base64url')}`;
}

/** @throws InvalidInput when the text is no iterator that this server issued. */
export function parseIterator(text: string, key: KeyObject): ShardIterator {
  const [arn, printedVersion, payload, ...more] = text.split('|');
  if (arn === undefined || printedVersion !== version || payload === undefined || more.length > 0) {
    throw invalid();
  }
  const bytes = Buffer.from(payload, 'base64url');
  if (bytes.length <= fixedBytes) throw invalid();
  const expected = mac(key, arn, bytes.subarray(macBytes));
  if (!timingSafeEqual(expected, bytes.subarray(0, macBytes))) throw invalid();
  return {
    arn,
    shard: bytes.toString('latin1', fixedBytes),
    position: bytes.readDoubleBE(macBytes + 8),
    issuedAt: bytes.readDoubleBE(macBytes),
    generation: bytes.readUInt32BE(macBytes + 16),
    reader: bytes.readUInt32BE(macBytes + 20),
  };
}

function mac(key: KeyObject, arn: string, signed: Uint8Array): Buffer {
  return createHmac('sha256', key).update(arn).update(signed).digest().subarray(0, macBytes);
}

function invalid(): InvalidInput {
  return new InvalidInput('rule', 'Invalid ShardIterator');
}
