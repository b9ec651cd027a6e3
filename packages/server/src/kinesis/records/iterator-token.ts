// Shard iterators: stateless, signed tokens of at most 512 characters (AWS's service model).
//
//   0  issued:8     epoch milliseconds, IEEE double
//   8  position:8   reading goes on behind this position of the shard's lane, IEEE double
//  16  stream:4     its number
//  20  shard:4      the index in its id
//  24  name of the stream, to the end

import type { KeyObject } from 'node:crypto';
import { parseSigned, printSigned } from './signed-bytes.ts';

export interface ShardIterator {
  readonly stream: string;
  /** The stream's number: another stream may have taken its name. */
  readonly number: number;
  readonly shard: number;
  readonly position: number;
  readonly issuedAt: number;
}

const nameAt = 24;

export function printIterator(iterator: ShardIterator, key: KeyObject): string {
  const name = Buffer.from(iterator.stream, 'latin1');
  const bytes = Buffer.alloc(nameAt + name.length);
  bytes.writeDoubleBE(iterator.issuedAt, 0);
  bytes.writeDoubleBE(iterator.position, 8);
  bytes.writeUInt32BE(iterator.number, 16);
  bytes.writeUInt32BE(iterator.shard, 20);
  name.copy(bytes, nameAt);
  return printSigned('iterator', bytes, key);
}

/** Undefined when the text is no iterator that this server issued. */
export function parseIterator(text: string, key: KeyObject): ShardIterator | undefined {
  const bytes = parseSigned('iterator', text, key);
  if (bytes === undefined) return undefined;
  return {
    stream: bytes.toString('latin1', nameAt),
    number: bytes.readUInt32BE(16),
    shard: bytes.readUInt32BE(20),
    position: bytes.readDoubleBE(8),
    issuedAt: bytes.readDoubleBE(0),
  };
}
