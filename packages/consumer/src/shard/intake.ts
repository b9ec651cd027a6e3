// Takes what is read of a shard: passes over what the filter rejects, and puts the rest into the lanes, with the
// watermarks where they belong.

import type { StreamRecord } from '../source.ts';
import { laneOf } from './key-lanes.ts';
import type { Lane, Mark } from './lane.ts';
import type { Progress } from './progress.ts';
import type { PageRead } from './shard-reader.ts';
import type { Watermarks } from './watermarks.ts';

export interface IntakeOptions<R extends StreamRecord> {
  readonly lanes: readonly Lane<R>[];
  readonly progress: Progress<R>;
  readonly filter: ((record: R) => boolean) | undefined;
  /** Only with a single lane. */
  readonly watermarks: Watermarks | undefined;
}

export class Intake<R extends StreamRecord> {
  readonly #options: IntakeOptions<R>;

  constructor(options: IntakeOptions<R>) {
    this.#options = options;
  }

  /** By when the shard is to be read although it seems idle. */
  get lookBy(): number | undefined {
    return this.#options.watermarks?.lookBy;
  }

  /** Returns what the filter rejected. @throws what the filter throws */
  take({ records, isHead, readAt, end }: PageRead<R>): R[] {
    const { lanes, progress, watermarks, filter = () => true } = this.#options;
    const rejected: R[] = [];
    for (const record of records) {
      const isWanted = filter(record);
      // What is rejected says all the same how far the time of the shard is.
      this.#mark(watermarks?.before(record.time));
      if (isWanted) {
        watermarks?.handOut(record.time);
        laneOf(lanes, record).push(progress.add(record));
      } else {
        progress.passOver(record);
        rejected.push(record);
      }
    }
    if (end !== undefined) this.#mark(watermarks?.atEnd(), { isFinal: true });
    else if (isHead) this.#mark(watermarks?.atHead(readAt));
    for (const lane of lanes) lane.wake();
    return rejected;
  }

  #mark(time: number | undefined, { isFinal }: Pick<Mark, 'isFinal'> = { isFinal: false }): void {
    if (time !== undefined) this.#options.lanes[0]?.push({ time, isFinal });
  }
}
