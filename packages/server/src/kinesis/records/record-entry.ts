// A record as the log of its shard stores it:
//
//   0  format:1 = 1
//   1  flags:1        bit 0: it came with an explicit hash key, bit 1: its stream was encrypted
//   2  key length:2   bytes of the partition key
//   4  time:8         when it arrived: epoch milliseconds, IEEE double
//  12  hash key:16    where bit 0 is set
//      partition key in UTF-8, data
//
// Numbers are big-endian. The sequence number is not stored: it follows from the shard, the position and
// the time.

import { assert } from '../../base/assert.ts';
import { utf8Bytes, utf8Text } from '../../base/bytes.ts';

export interface RecordEntry {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly partitionKey: string;
  /** 32 hexadecimal digits. */
  readonly explicitHashKey?: string;
  readonly encrypted: boolean;
  readonly data: Uint8Array;
}

const format = 1;
const headerBytes = 12;
const hashKeyBytes = 16;
const explicitBit = 1;
const encryptedBit = 2;

export function encodeRecordEntry(record: RecordEntry): Uint8Array {
  const key = utf8Bytes(record.partitionKey);
  const { explicitHashKey, data } = record;
  const keyAt = headerBytes + (explicitHashKey === undefined ? 0 : hashKeyBytes);
  const bytes = Buffer.allocUnsafe(keyAt + key.length + data.length);
  bytes[0] = format;
  bytes[1] =
    (explicitHashKey === undefined ? 0 : explicitBit) | (record.encrypted ? encryptedBit : 0);
  bytes.writeUInt16BE(key.length, 2);
  bytes.writeDoubleBE(record.time, 4);
  if (explicitHashKey !== undefined) bytes.write(explicitHashKey, headerBytes, 'hex');
  bytes.set(key, keyAt);
  bytes.set(data, keyAt + key.length);
  return bytes;
}

/** `data` shares memory with `bytes`. */
export function decodeRecordEntry(bytes: Uint8Array): RecordEntry {
  assert(bytes[0] === format, 'a record has a format that this version wrote');
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = view.readUInt8(1);
  const isExplicit = (flags & explicitBit) !== 0;
  const keyAt = headerBytes + (isExplicit ? hashKeyBytes : 0);
  const dataAt = keyAt + view.readUInt16BE(2);
  return {
    time: view.readDoubleBE(4),
    partitionKey: utf8Text(view.subarray(keyAt, dataAt)),
    ...(isExplicit ? { explicitHashKey: view.toString('hex', headerBytes, keyAt) } : {}),
    encrypted: (flags & encryptedBit) !== 0,
    data: view.subarray(dataAt),
  };
}

/** Only the time, in epoch milliseconds. */
export function timeOfEntry(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getFloat64(4);
}
