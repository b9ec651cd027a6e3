// Where in a lane a time falls, by halving: records of one lane are in the order of their times.

import type { Store } from '../../store/store.ts';
import { timeOfEntry } from './record-entry.ts';

const one = { count: 1, bytes: 1 };

/** Of the newest record that arrived before `time`, or of what was trimmed last; 0 when there is neither. */
export async function positionBefore(store: Store, lane: string, time: number): Promise<number> {
  const { head, trimmed } = await store.readLog(lane, 0, one);
  let low = trimmed;
  let high = head;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const arrived = await timeAt(store, lane, middle);
    if (arrived !== undefined && arrived >= time) high = middle - 1;
    else low = middle;
  }
  return low;
}

/** Undefined when the record was trimmed meanwhile. */
async function timeAt(store: Store, lane: string, position: number): Promise<number | undefined> {
  const { entries } = await store.readLog(lane, position - 1, one);
  const [first] = entries;
  return first?.position === position ? timeOfEntry(first.entry) : undefined;
}
