// Hash keys: 128-bit numbers by which records find their shard. Inside they are texts of 32 hexadecimal
// digits, which compare as the numbers do; the API has them in decimal.

import { hash } from 'node:crypto';

const digits = 32;
const space = 1n << 128n;

/** MD5 of the partition key's UTF-8, as an unsigned number (Kinesis developer guide). */
export function hashOfPartitionKey(partitionKey: string): string {
  return hash('md5', partitionKey, 'hex');
}

/** From decimal digits; undefined when the number has more than 128 bits. */
export function parseHashKey(decimal: string): string | undefined {
  const value = BigInt(decimal);
  return value < space ? hex(value) : undefined;
}

export function printHashKey(hashKey: string): string {
  return BigInt(`0x${hashKey}`).toString();
}

export interface HashRange {
  readonly from: string;
  /** Inclusive. */
  readonly to: string;
}

/** The whole space as equal ranges, in order: range i begins at floor(i * 2^128 / count). */
export function evenRanges(count: number): HashRange[] {
  const start = (index: number): bigint => (BigInt(index) * space) / BigInt(count);
  return Array.from({ length: count }, (_, index) => ({
    from: hex(start(index)),
    to: hex(start(index + 1) - 1n),
  }));
}

/** Undefined at either end of the space. */
export function neighbour(hashKey: string, step: 1 | -1): string | undefined {
  const value = BigInt(`0x${hashKey}`) + BigInt(step);
  return value < 0n || value >= space ? undefined : hex(value);
}

function hex(value: bigint): string {
  return value.toString(16).padStart(digits, '0');
}
