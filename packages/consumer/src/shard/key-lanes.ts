// Which lane a record goes to: always the same for the same key.

import type { StreamRecord } from '../source.ts';

export function laneOf<Lane>(lanes: readonly Lane[], record: StreamRecord): Lane {
  // A key may be costly to get; one lane takes every record.
  const index = lanes.length === 1 ? 0 : hash(record.key) % lanes.length;
  return lanes[index] as Lane;
}

/** FNV-1a of the UTF-16 units, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}
