// What the writes of one commit change in the store: items, what derives from them, their log entries,
// and the statistics of their lanes, which are counted once a lane however many of its items change.

import { statisticsKey } from '../../model/storage-keys.ts';
import type { TableDefinition } from '../../model/table.ts';
import type { Decision, Key, Value } from '../../store/store.ts';
import type { Change } from '../../write/change.ts';
import { type StoreWrites, writeDerived } from '../../write/derived-changes.ts';
import { encodeEntry, type KeptImages } from '../../write/entry.ts';
import { encodeImage } from '../../write/image.ts';
import type { ItemPlace } from '../../write/item-place.ts';
import type { WriteDone } from '../../write/item-write.ts';
import {
  afterChange,
  decodeStatistics,
  encodeStatistics,
  type LaneStatistics,
} from '../../write/statistics.ts';
import type { DatabaseContext, DatabaseOptions } from '../context.ts';

/** A write that was done in `decide`, and where. */
export interface DoneItem {
  readonly table: TableDefinition;
  readonly place: ItemPlace;
  /** The statistics of the place's lane, as the commit read them. */
  readonly counted: Value | undefined;
  readonly done: WriteDone;
}

export class ItemChanges {
  readonly #context: DatabaseContext;
  /** One for all, so that a restore to any time has all of a transaction or nothing of it. */
  readonly #time: number;
  readonly #writes: StoreWrites = { puts: [], deletes: [] };
  readonly #appends: { readonly lane: string; readonly entry: Value }[] = [];
  /** By lane. */
  readonly #statistics = new Map<string, { readonly key: Key; counts: LaneStatistics }>();

  constructor(context: DatabaseContext) {
    this.#context = context;
    this.#time = context.runtime.clock.now();
  }

  /** Nothing is added for a write that changed nothing. */
  add({ table, place, counted, done }: DoneItem): void {
    const { change } = done;
    if (change === undefined) return;
    const { puts, deletes } = this.#writes;
    if (change.after === undefined) deletes.push(place.key);
    else puts.push([place.key, encodeImage(change.after, table.lastIndexNumber)]);
    writeDerived(done, { table, itemKey: place.key }, this.#writes);
    this.#log(table, change, place.lane);
    const lane = this.#statistics.get(place.lane) ?? {
      key: statisticsKey(table.number, place.lane),
      counts: decodeStatistics(counted),
    };
    lane.counts = afterChange(lane.counts, change, done.indexChanges);
    this.#statistics.set(place.lane, lane);
  }

  /** Adds something that belongs to the commit besides its items. */
  put(key: Key, value: Value): void {
    this.#writes.puts.push([key, value]);
  }

  /** To be called once. */
  decision<T>(result: T): Decision<T> {
    const { puts, deletes } = this.#writes;
    for (const { key, counts } of this.#statistics.values()) {
      puts.push([key, encodeStatistics(counts)]);
    }
    return { puts, deletes, appends: this.#appends, result };
  }

  #log(table: TableDefinition, change: Change, lane: string): void {
    const kept = keptImages(table, this.#context.options);
    if (kept === undefined) return;
    this.#appends.push({ lane, entry: encodeEntry(change, this.#time, kept) });
  }
}

/** What the log keeps of a change to the table; undefined when nobody reads its log. */
function keptImages(
  { stream, recovery, copying }: TableDefinition,
  { logEverything }: DatabaseOptions,
): KeptImages | undefined {
  const isUndoable = recovery !== undefined || copying !== undefined;
  if (logEverything || isUndoable) return { new: true, old: true };
  switch (stream?.viewType) {
    case undefined:
      return undefined;
    case 'KEYS_ONLY':
      return { new: false, old: false };
    case 'NEW_IMAGE':
      return { new: true, old: false };
    case 'OLD_IMAGE':
      return { new: false, old: true };
    case 'NEW_AND_OLD_IMAGES':
      return { new: true, old: true };
  }
}
