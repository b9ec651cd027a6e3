// Where a reader opens its iterator, from what the lease says or from what it read last.

import type { Checkpoint } from '../lease-store.ts';
import type { ShardPosition } from '../positions.ts';

export interface ReadPosition {
  readonly open: ShardPosition;
  /** Tried first: it is exactly where LATEST was, while it is valid. */
  readonly iterator?: string;
  /** Records that are older are not wanted. Milliseconds since the epoch. */
  readonly skipBefore?: number;
  /** Of the record that was read last. */
  readonly lastTime?: number;
}

export interface SourceTraits {
  readonly hasTimestamps: boolean;
  /** How far this machine's clock may be from the source's. */
  readonly clockSkewMs: number;
}

/** Some sources cut the times of their records to whole seconds. */
const coarsestTimeMs = 1000;

export function readPosition(checkpoint: Checkpoint, traits: SourceTraits): ReadPosition {
  switch (checkpoint.type) {
    case 'TRIM_HORIZON':
      return { open: { type: 'TRIM_HORIZON' } };
    case 'AT_SEQUENCE_NUMBER': {
      const { type, sequenceNumber } = checkpoint;
      return { open: { type, sequenceNumber } };
    }
    case 'AFTER_SEQUENCE_NUMBER': {
      const { type, sequenceNumber, time } = checkpoint;
      const open = { type, sequenceNumber };
      return time === undefined ? { open } : { open, lastTime: time };
    }
    case 'AT_TIMESTAMP':
      return fromTime(checkpoint.time, traits);
    case 'LATEST': {
      // An iterator at LATEST now would miss what was written since the application started.
      const since = fromTime(checkpoint.since - traits.clockSkewMs, traits);
      const { iterator, from } = checkpoint;
      return {
        ...since,
        ...(iterator === undefined ? {} : { iterator }),
        // Unlike TRIM_HORIZON, it is refused when records were trimmed.
        ...(from === undefined || traits.hasTimestamps
          ? {}
          : { open: { type: 'AT_SEQUENCE_NUMBER', sequenceNumber: from } }),
      };
    }
    case 'FINISHED':
      throw new Error('A finished shard is not read again.');
  }
}

function fromTime(time: number, { hasTimestamps }: SourceTraits): ReadPosition {
  return hasTimestamps
    ? { open: { type: 'AT_TIMESTAMP', time } }
    : {
        open: { type: 'TRIM_HORIZON' },
        skipBefore: Math.floor(time / coarsestTimeMs) * coarsestTimeMs,
      };
}
