// How far a lane's log is older than a time. Entries of one lane are in the order of their times.

import type { Store } from '../../store/store.ts';
import { decodeEntry } from '../../write/entry.ts';

const step = { count: 256, bytes: 256 * 1024 };

export interface LaneAge {
  /** The last position up to which all entries are from `time` or before; `after` when none is. */
  readonly position: number;
  /** Time of the entry behind it, in epoch milliseconds; undefined when there is none up to `until`. */
  readonly nextTime: number | undefined;
}

/** Looks at the entries behind `after`, up to and with `until`. */
export async function ageOfLane(
  store: Store,
  lane: string,
  asked: { readonly after: number; readonly until: number; readonly time: number },
): Promise<LaneAge> {
  const { until, time } = asked;
  let position = asked.after;
  // Most rounds find nothing to trim, and one entry tells.
  let limit = { ...step, count: 1 };
  for (;;) {
    const { entries, trimmed } = await store.readLog(lane, position, limit);
    for (const next of entries) {
      if (next.position > until) return { position, nextTime: undefined };
      const { time: written } = decodeEntry(next.entry);
      if (written > time) return { position, nextTime: written };
      position = next.position;
    }
    if (entries.length === 0) {
      return { position: Math.max(position, Math.min(trimmed, until)), nextTime: undefined };
    }
    limit = step;
  }
}
