// Where a mapping stands, put together from its positions and what its stream has behind them.

import type { Clock } from '../../base/runtime.ts';
import type { KnownMapping } from './known-mapping.ts';
import { placeOfView, type ShardView } from './shard-views.ts';
import type { ShardRest } from './sources/trigger-source.ts';
import type { ShardReport, TriggerReport } from './trigger-report.ts';

export async function reportOf(
  known: KnownMapping,
  views: readonly ShardView[],
  clock: Clock,
): Promise<TriggerReport> {
  const shards: ShardReport[] = [];
  for (const view of views) {
    if (view.phase !== 'before-start') shards.push(await shardReport(known, view, clock));
  }
  const { mapping, status, lastProcessingResult, journal } = known;
  return {
    uuid: mapping.uuid,
    status,
    lastProcessingResult,
    lagRecords: shards.reduce((sum, { lagRecords }) => sum + lagRecords, 0),
    lagMs: Math.max(0, ...shards.map(({ lagMs }) => lagMs)),
    counts: journal.counts,
    shards,
  };
}

async function shardReport(
  { source, journal, trigger }: KnownMapping,
  view: ShardView,
  clock: Clock,
): Promise<ShardReport> {
  const { shardId, upTo } = view;
  const rest = await restOfView(source, view);
  const batches = journal.batchesOf(shardId);
  const window = trigger?.windowOf(shardId);
  const last = journal.lastInvocationOf(shardId);
  return {
    shardId,
    phase: phaseOf(view, { isRunning: trigger !== undefined, batches: batches.length, rest }),
    ...(upTo === undefined ? {} : { position: upTo }),
    lagRecords: rest.records,
    lagMs: rest.oldest === undefined ? 0 : Math.max(0, clock.now() - rest.oldest),
    batches,
    ...(window === undefined
      ? {}
      : {
          window: {
            start: window.start,
            end: window.end,
            stateBytes: window.state.length,
            ...journal.stuckWindowOf(shardId),
          },
        }),
    ...(last === undefined ? {} : { lastInvocation: last }),
  };
}

const nothing: ShardRest = { records: 0 };

async function restOfView(source: KnownMapping['source'], view: ShardView): Promise<ShardRest> {
  if (view.phase === 'finished') return nothing;
  return (await source.restOf(view.shardId, await placeOfView(source, view))) ?? nothing;
}

function phaseOf(
  { phase }: ShardView,
  now: { readonly isRunning: boolean; readonly batches: number; readonly rest: ShardRest },
): ShardReport['phase'] {
  if (phase === 'finished' || phase === 'waiting') return phase;
  if (!now.isRunning) return 'stopped';
  if (now.batches > 0) return 'working';
  return now.rest.records > 0 ? 'reading' : 'idle';
}
