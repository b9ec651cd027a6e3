// Where the positions of triggers lie in the store's ordered key space:
//
//   1a uuid                     where an event source mapping began (JSON)
//   1b uuid 00 shard            its lease of a shard, with how far that is processed (JSON)
//   1c uuid 00 shard            the state of the shard's tumbling window (followers/triggers/windows)

import { type KeyRange, named, rangeOfPrefix } from './storage-keys.ts';

const kind = { start: 0x1a, lease: 0x1b, window: 0x1c } as const;

export function triggerStartKey(uuid: string): Uint8Array {
  return named(kind.start, [uuid]);
}

export function triggerLeaseKey(uuid: string, shard: string): Uint8Array {
  return named(kind.lease, [uuid, shard]);
}

/** In the order of the shards' ids. */
export function triggerLeasesRange(uuid: string): KeyRange {
  return rangeOfPrefix(named(kind.lease, [uuid, '']));
}

export function triggerWindowKey(uuid: string, shard: string): Uint8Array {
  return named(kind.window, [uuid, shard]);
}

export function triggerWindowsRange(uuid: string): KeyRange {
  return rangeOfPrefix(named(kind.window, [uuid, '']));
}

/** Positions of one mapping share a lane, and nobody else waits for it. It has no log. */
export function triggerLane(uuid: string): string {
  return `trigger/${uuid}`;
}
