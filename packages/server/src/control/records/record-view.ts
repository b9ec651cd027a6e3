// What is known of a record: where it is, since when and until when, who read it, and what triggers did with it.

import { isoTime } from '../../base/iso-time.ts';
import type { FoundRecord } from '../../database/shards/shard-operations.ts';
import type { PageRead } from '../../log/read-journal.ts';
import { recordNumber, trimmedUpTo } from '../../model/shard.ts';
import { type ShardDefinition, streamArn, type TrimReason } from '../../model/stream.ts';
import type { Entry } from '../../write/entry.ts';
import type { RecordTriggers, RecordTriggerView } from '../mappings/record-triggers.ts';

export interface RecordView {
  readonly streamArn: string;
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly state: 'readable' | 'trimmed';
  readonly eventName?: 'INSERT' | 'MODIFY' | 'REMOVE';
  /** DynamoDB JSON. */
  readonly keys?: unknown;
  /** Whether an expired time to live removed the item. */
  readonly expired?: boolean;
  /** ISO 8601 in UTC, as are all times. Absent when the log no longer has it. */
  readonly writtenAt?: string;
  /** When retention takes it, of a record that can be read. */
  readonly expiresAt?: string;
  /** When it was trimmed, at the latest. */
  readonly trimmedAt?: string;
  readonly trimReason?: TrimReason;
  /** GetRecords calls that returned it, oldest first, as far as the server remembers. */
  readonly reads: readonly RecordRead[];
  /** What each event source mapping of the stream did with it, of those that ran since the server's start. */
  readonly triggers: readonly RecordTriggerView[];
}

export interface RecordRead {
  readonly at: string;
  /** The same for all pages that were read from one first iterator on. */
  readonly reader: string;
  /** Access key and user agent of the call. */
  readonly caller: string;
}

const eventNames = { insert: 'INSERT', modify: 'MODIFY', remove: 'REMOVE' } as const;

export async function recordView(
  found: FoundRecord,
  known: {
    readonly retentionMs: number;
    readonly reads: readonly PageRead[];
    readonly triggersOf: RecordTriggers;
  },
): Promise<RecordView> {
  const { stream, shard, position, entry } = found;
  const place = {
    streamArn: streamArn(stream),
    shardId: shard.id,
    sequenceNumber: recordNumber(shard, position),
  };
  return {
    ...place,
    ...whereabouts(found, known.retentionMs),
    ...(entry === undefined ? {} : contentOf(entry)),
    reads: known.reads.map(({ at, reader, caller }) => ({
      at: isoTime(at),
      reader: reader.toString(16).padStart(8, '0'),
      caller,
    })),
    triggers: await known.triggersOf(place),
  };
}

function contentOf(entry: Entry) {
  return {
    eventName: eventNames[entry.kind],
    keys: JSON.parse(Buffer.from(entry.keys.json).toString()) as unknown,
    ...(entry.author === 'time-to-live' ? { expired: true } : {}),
    writtenAt: isoTime(entry.time),
  };
}

function whereabouts({ shard, position, entry }: FoundRecord, retentionMs: number) {
  if (position > trimmedUpTo(shard)) {
    const expiresAt = entry === undefined ? {} : { expiresAt: isoTime(entry.time + retentionMs) };
    return { state: 'readable', ...expiresAt } as const;
  }
  const trim = trimOf(shard, position);
  return {
    state: 'trimmed',
    ...(trim === undefined ? {} : { trimmedAt: isoTime(trim.at), trimReason: trim.reason }),
  } as const;
}

/** The oldest trim that is remembered and that took the record, if an older one did not. */
function trimOf({ trims = [] }: ShardDefinition, position: number) {
  return trims.find(({ upTo }) => position <= upTo);
}
