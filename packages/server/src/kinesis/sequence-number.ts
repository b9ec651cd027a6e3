// Sequence numbers as AWS's look: 56 decimal digits that begin with 49 (observed on AWS, Kinesalite's
// tests). In hexadecimal, 47 digits:
//
//   2 | since:9 | lane:1 | position:16 | 00 | time:9 | shard:8 | 2
//
//   since     seconds since the epoch with which the shard's numbers begin; greater than its parents'
//   lane      the last digit of `shard`
//   position  of the record in its shard: 1, 2, 3, ...; 0 is the shard's beginning
//   time      seconds since the epoch: when the record arrived, or the shard opened or closed
//   shard     the index in the shard's id
//
// Numbers of one shard grow with the position, and those of a child are greater than its parents'.

export interface SequenceNumber {
  readonly since: number;
  readonly position: number;
  /** Seconds. */
  readonly time: number;
  readonly shard: number;
}

const length = 47;
const version = '2';

/** The position of a closed shard's end, behind all its records (observed on AWS, by Kinesalite). */
export const endPosition = 2 ** 63;
const endDigits = '7fffffffffffffff';

export function printSequenceNumber({ since, position, time, shard }: SequenceNumber): string {
  const index = shard.toString(16);
  const place = position === endPosition ? endDigits : fixed(position, 16);
  const hex = `2${fixed(since, 9)}${index.at(-1)}${place}00${fixed(time, 9)}${index.padStart(8, '0')}${version}`;
  return BigInt(`0x${hex}`).toString();
}

/** Undefined when the digits are not a number of this shape. */
export function parseSequenceNumber(decimal: string): SequenceNumber | undefined {
  const hex = BigInt(decimal).toString(16);
  if (hex.length !== length || !hex.startsWith('2') || !hex.endsWith(version)) return undefined;
  const place = hex.slice(11, 27);
  const shard = Number.parseInt(hex.slice(38, 46), 16);
  const position = place === endDigits ? endPosition : Number.parseInt(place, 16);
  const isPlace = position === endPosition || position <= Number.MAX_SAFE_INTEGER;
  if (!isPlace || hex.slice(27, 29) !== '00' || hex[10] !== (shard % 16).toString(16)) {
    return undefined;
  }
  return {
    since: Number.parseInt(hex.slice(1, 10), 16),
    position,
    time: Number.parseInt(hex.slice(29, 38), 16),
    shard,
  };
}

function fixed(value: number, width: number): string {
  return value.toString(16).padStart(width, '0');
}
