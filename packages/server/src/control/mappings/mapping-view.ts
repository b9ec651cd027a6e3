// Event source mappings as an operator sees them: what they are, where they stand, and what became of a record in
// them.

import { isoTime } from '../../base/iso-time.ts';
import type {
  BatchReport,
  InvocationReport,
  RecordAccount,
  RecordStep,
  ShardReport,
  TriggerCounts,
  TriggerReport,
} from '../../followers/triggers/trigger-report.ts';
import type { MappingSettings } from '../../lambda/mappings/event-source-mapping.ts';
import type { ShownMapping } from '../../lambda/mappings/mapping-changes.ts';

/** The same with the times in it as ISO 8601 in UTC. */
type WithIsoTimes<T> = T extends unknown
  ? { [Name in keyof T]: Name extends TimeName ? string : T[Name] }
  : never;

/** Members that are times, wherever they are. */
const timeNames = ['at', 'nextAttemptAt', 'start', 'end'] as const;
type TimeName = (typeof timeNames)[number];

export interface MappingView {
  readonly uuid: string;
  /** Of the stream. */
  readonly eventSourceArn: string;
  readonly functionArn: string;
  readonly state: string;
  /** ISO 8601 in UTC, as are all times. */
  readonly modifiedAt: string;
  readonly lastProcessingResult: string;
  /** Absent, as what follows, when it has not run since the server's start. */
  readonly status?: TriggerReport['status'];
  /** Records that are not processed, and how long ago the oldest of them was written. */
  readonly lagRecords?: number;
  readonly lagMs?: number;
  /** Since the server's start. */
  readonly counts?: TriggerCounts;
}

export interface MappingDetail extends MappingView {
  readonly startingPosition: string;
  readonly settings: Omit<MappingSettings, 'functionArn' | 'stored'>;
  readonly tags: Readonly<Record<string, string>>;
  /** Parents before children; empty when it has not run since the server's start. */
  readonly shards: readonly MappedShardView[];
}

export type MappedShardView = Omit<ShardReport, 'batches' | 'window' | 'lastInvocation'> & {
  readonly batches: readonly WithIsoTimes<BatchReport>[];
  readonly window?: WithIsoTimes<NonNullable<ShardReport['window']>>;
  readonly lastInvocation?: WithIsoTimes<InvocationReport>;
};

/** What a mapping did with a record. */
export interface RecordAccountView extends Omit<RecordAccount, 'steps'> {
  /** Oldest first. */
  readonly steps: readonly WithIsoTimes<RecordStep>[];
}

export function mappingView(
  { mapping, state, changedAt }: ShownMapping,
  report: TriggerReport | undefined,
): MappingView {
  const { uuid, eventSourceArn, settings } = mapping;
  const view = {
    uuid,
    eventSourceArn,
    functionArn: settings.functionArn,
    state,
    modifiedAt: isoTime(changedAt),
    lastProcessingResult: report?.lastProcessingResult ?? mapping.lastProcessingResult,
  };
  if (report === undefined) return view;
  const { status, lagRecords, lagMs, counts } = report;
  return { ...view, status, lagRecords, lagMs, counts };
}

export function mappingDetail(
  shown: ShownMapping,
  report: TriggerReport | undefined,
): MappingDetail {
  const { startingPosition: start, settings, tags } = shown.mapping;
  const { functionArn: _, stored: __, ...own } = settings;
  return {
    ...mappingView(shown, report),
    startingPosition: start.type === 'AT_TIMESTAMP' ? isoTime(start.time) : start.type,
    settings: own,
    tags,
    shards: (report?.shards ?? []).map(shardView),
  };
}

export function accountView({ steps, ...account }: RecordAccount): RecordAccountView {
  return { ...account, steps: steps.map(withIsoTimes) };
}

function shardView({ batches, window, lastInvocation, ...shard }: ShardReport): MappedShardView {
  return {
    ...shard,
    batches: batches.map(withIsoTimes),
    ...(window === undefined ? {} : { window: withIsoTimes(window) }),
    ...(lastInvocation === undefined ? {} : { lastInvocation: withIsoTimes(lastInvocation) }),
  };
}

function withIsoTimes<T extends object>(value: T): WithIsoTimes<T> {
  const times = Object.entries(value)
    .filter(([name]) => (timeNames as readonly string[]).includes(name))
    .map(([name, time]) => [name, isoTime(time as number)]);
  return { ...value, ...Object.fromEntries(times) } as WithIsoTimes<T>;
}
