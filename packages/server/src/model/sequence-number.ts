// Sequence numbers: what orders the records of a lineage of shards. As text they are
//
//   1         so that all are of one length, and text sorts as numbers do
//   place:14  grows by one with each record, and from a shard to its children
//   lane:6    tells the lanes of one table apart, so that no two records of it have the same number
//
// AWS prints 21 to 40 digits. A consumer compares them as big integers, stores them as "the last change
// that I have seen of this item", and drops duplicates by them; all of that has to work.

const placeDigits = 14;
const laneDigits = 6;
const laneSpace = 10 ** laneDigits;
const shape = /^1(\d{14})(\d{6})$/;

export interface SequenceNumber {
  readonly place: number;
  /** The number of the lane within its table. */
  readonly lane: number;
}

export function printSequenceNumber({ place, lane }: SequenceNumber): string {
  const laneText = String(lane % laneSpace).padStart(laneDigits, '0');
  return `1${String(place).padStart(placeDigits, '0')}${laneText}`;
}

/** Undefined when the text is none of ours. */
export function parseSequenceNumber(text: string): SequenceNumber | undefined {
  const [, place, lane] = shape.exec(text) ?? [];
  return place === undefined ? undefined : { place: Number(place), lane: Number(lane) };
}
