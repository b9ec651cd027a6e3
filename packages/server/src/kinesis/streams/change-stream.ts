// Changes of what a stream is set to: retention, mode, tags, encryption, metrics and sizes of records.

import type { Kinesis } from '../kinesis.ts';
import { KinesisRefused } from '../kinesis-refusal.ts';
import type { KinesisStream, StreamMode, StreamName } from '../stream.ts';
import { changeStream, requireActive, updating } from './stream-catalog.ts';
import { mergedTags, type Tags, tagsWithout } from './tags.ts';

const leastRetentionHours = 24;
/** A year (IncreaseStreamRetentionPeriod). */
const mostRetentionHours = 8760;
const mostModeChangesADay = 2;
const dayMs = 24 * 60 * 60 * 1000;

/** @throws KinesisRefused */
export async function changeRetention(
  kinesis: Kinesis,
  name: StreamName,
  { hours, direction }: { readonly hours: number; readonly direction: 'longer' | 'shorter' },
): Promise<void> {
  await changeStream(kinesis, name, (stream, now) => {
    requireActive(stream, now);
    if (hours < leastRetentionHours) {
      throw new KinesisRefused({ kind: 'retention-too-short', hours });
    }
    if (hours > mostRetentionHours) throw new KinesisRefused({ kind: 'retention-too-long', hours });
    const { retentionHours: current } = stream;
    if (direction === 'longer' ? hours < current : hours > current) {
      const kind = direction === 'longer' ? 'retention-not-longer' : 'retention-not-shorter';
      throw new KinesisRefused({ kind, stream: stream.name, hours, current });
    }
    return updating(kinesis, { ...stream, retentionHours: hours }, now);
  });
  kinesis.retentionChanged();
}

/** @throws KinesisRefused */
export async function changeMode(
  kinesis: Kinesis,
  name: StreamName,
  mode: StreamMode,
): Promise<void> {
  await changeStream(kinesis, name, (stream, now) => {
    requireActive(stream, now);
    if (stream.mode === mode) {
      throw new KinesisRefused({ kind: 'mode-unchanged', stream: stream.name, mode });
    }
    const ofDay = stream.modeChangedAt.filter((at) => at > now - dayMs);
    if (ofDay.length >= mostModeChangesADay) {
      const limit = mostModeChangesADay;
      throw new KinesisRefused({ kind: 'mode-changed-too-often', stream: stream.name, limit });
    }
    const changed: KinesisStream = { ...stream, mode, modeChangedAt: [...ofDay, now] };
    return updating(kinesis, changed, now);
  });
}

/** @throws KinesisRefused */
export async function changeRecordSize(
  kinesis: Kinesis,
  name: StreamName,
  maxRecordKib: number,
): Promise<void> {
  await changeStream(kinesis, name, (stream, now) => {
    requireActive(stream, now);
    return updating(kinesis, { ...stream, maxRecordKib }, now);
  });
}

/** @throws KinesisRefused */
export async function addTags(kinesis: Kinesis, name: StreamName, tags: Tags): Promise<void> {
  await changeStream(kinesis, name, (stream) => ({
    ...stream,
    tags: mergedTags(stream.tags, tags, stream.name),
  }));
}

/** @throws KinesisRefused */
export async function removeTags(
  kinesis: Kinesis,
  name: StreamName,
  keys: readonly string[],
): Promise<void> {
  await changeStream(kinesis, name, (stream) => ({
    ...stream,
    tags: tagsWithout(stream.tags, keys),
  }));
}

/** Nothing is encrypted: what is kept is what the stream says of it. @throws KinesisRefused */
export async function changeEncryption(
  kinesis: Kinesis,
  name: StreamName,
  keyId: string | undefined,
): Promise<void> {
  await changeStream(kinesis, name, (stream, now) => {
    requireActive(stream, now);
    const { keyId: _before, ...rest } = stream;
    return updating(kinesis, { ...rest, ...(keyId === undefined ? {} : { keyId }) }, now);
  });
}

export interface MetricsChange {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** `change` gives the metrics that are to be on. @throws KinesisRefused */
export async function changeMetrics(
  kinesis: Kinesis,
  name: StreamName,
  change: (before: readonly string[]) => readonly string[],
): Promise<MetricsChange> {
  let before: readonly string[] = [];
  const { shardLevelMetrics } = await changeStream(kinesis, name, (stream, now) => {
    requireActive(stream, now);
    before = stream.shardLevelMetrics;
    return updating(kinesis, { ...stream, shardLevelMetrics: change(before) }, now);
  });
  return { before, after: shardLevelMetrics };
}
