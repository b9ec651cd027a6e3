// Streams and their shards as an operator sees them.

import { isoTime } from '../../base/iso-time.ts';
import type { ListedShard, ListedStream } from '../../database/shards/shard-operations.ts';
import { recordNumber, startingNumber, trimmedUpTo } from '../../model/shard.ts';
import { streamArn } from '../../model/stream.ts';

export interface StreamView {
  readonly streamArn: string;
  readonly label: string;
  readonly status: 'ENABLED' | 'DISABLED';
  readonly viewType: string;
  /** How long records are kept, in milliseconds. */
  readonly retentionMs: number;
  /** In the order of their ids: a parent comes before its children. */
  readonly shards: readonly ShardView[];
}

export interface ShardView {
  readonly shardId: string;
  /** Absent of a shard that began with the stream; the parent may be gone. */
  readonly parentShardId?: string;
  readonly state: 'open' | 'closed';
  /** ISO 8601 in UTC. */
  readonly openedAt: string;
  readonly closedAt?: string;
  readonly startingSequenceNumber: string;
  /** Absent while the shard is open. */
  readonly endingSequenceNumber?: string;
  /** Records that can be read now. */
  readonly records: number;
  /** Records that were trimmed. */
  readonly trimmedRecords: number;
}

export function streamView({ stream, retentionMs, shards }: ListedStream): StreamView {
  return {
    streamArn: streamArn(stream),
    label: stream.label,
    status: stream.disabledAt === undefined ? 'ENABLED' : 'DISABLED',
    viewType: stream.viewType,
    retentionMs,
    shards: shards.map(shardView),
  };
}

function shardView({ definition, last }: ListedShard): ShardView {
  const { id, parent, after, end, openedAt, closedAt } = definition;
  const trimmed = trimmedUpTo(definition);
  return {
    shardId: id,
    ...(parent === undefined ? {} : { parentShardId: parent }),
    state: end === undefined ? 'open' : 'closed',
    openedAt: isoTime(openedAt),
    ...(closedAt === undefined ? {} : { closedAt: isoTime(closedAt) }),
    startingSequenceNumber: startingNumber(definition),
    ...(end === undefined ? {} : { endingSequenceNumber: recordNumber(definition, end) }),
    records: Math.max(0, last - trimmed),
    trimmedRecords: trimmed - after,
  };
}
