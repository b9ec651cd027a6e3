// What became of one record in a mapping: from what the journal remembers of it, and from where the mapping
// stands.

import { compareSequenceNumbers } from '@headwater/consumer';
import type { KnownMapping } from './known-mapping.ts';
import { recordFilter } from './record-filter.ts';
import { placeOfView, type ShardView } from './shard-views.ts';
import type { RecordAccount, RecordStatus, RecordStep } from './trigger-report.ts';

interface RecordName {
  readonly shardId: string;
  readonly sequenceNumber: string;
}

/** Undefined when the stream does not know the shard, or has no such record in it. */
export async function accountOf(
  known: KnownMapping,
  views: readonly ShardView[],
  record: RecordName,
): Promise<RecordAccount | undefined> {
  const { shardId, sequenceNumber } = record;
  const view = views.find((one) => one.shardId === shardId);
  if (view === undefined) return undefined;
  const steps = known.journal.stepsOf(shardId, sequenceNumber);
  const last = steps.at(-1);
  if (last !== undefined) {
    return { shardId, sequenceNumber, status: statusAfter(last, sequenceNumber), steps };
  }
  const found = await silent(known, view, sequenceNumber);
  return found === undefined ? undefined : { shardId, sequenceNumber, ...found };
}

/** Of a record that the journal says nothing of. */
async function silent(
  { source, mapping }: KnownMapping,
  view: ShardView,
  sequenceNumber: string,
): Promise<Pick<RecordAccount, 'status' | 'steps'> | undefined> {
  const { shardId, phase } = view;
  if (phase === 'before-start' || phase === 'waiting') return { status: phase, steps: [] };
  const place = await source.placeOf(shardId, sequenceNumber);
  // Its shard is gone from the stream, so the mapping is done with it.
  if (place === undefined)
    return phase === 'finished' ? { status: 'passed', steps: [] } : undefined;
  if (phase === 'begun') {
    const reached = await placeOfView(source, view);
    if (place > reached) return { status: 'waiting', steps: [] };
    if (view.beganAt !== undefined) return { status: 'before-start', steps: [] };
  }
  const record = await source.recordAt(shardId, place);
  const filter = recordFilter(mapping.settings.filters, source);
  if (record === undefined || filter === undefined || filter(record)) {
    return { status: 'passed', steps: [] };
  }
  const { filters: patterns } = mapping.settings;
  return { status: 'filtered', steps: [{ type: 'filtered', patterns }] };
}

function statusAfter(last: RecordStep, sequenceNumber: string): RecordStatus {
  switch (last.type) {
    case 'filtered':
      return 'filtered';
    case 'invoked': {
      if (last.outcome === 'ok') return 'processed';
      const { firstFailed } = last;
      const isBefore =
        firstFailed !== undefined && compareSequenceNumbers(sequenceNumber, firstFailed) < 0;
      return isBefore ? 'processed' : 'in-work';
    }
    case 'delivered':
    case 'discarded':
      return 'given-up';
    case 'invoking':
    case 'retried':
    case 'given-up':
    case 'delivery-failed':
      return 'in-work';
  }
}
