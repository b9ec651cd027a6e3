// What the consumer library hands batches to: a mapping's function, without windows.

import type { Batch, HandlerContext, PartialFailure } from '@headwater/consumer';
import type { TriggerRecord } from '../sources/trigger-source.ts';
import { eventPayload } from './event-payload.ts';
import type { MappedFunction } from './mapped-function.ts';
import { asHandled, type Verdict, verdictOf } from './verdict.ts';

export type BatchHandler = (
  batch: Batch<TriggerRecord>,
  context: HandlerContext,
) => Promise<PartialFailure | undefined>;

export function batchHandler(
  mapped: MappedFunction,
  { reportsFailures }: { readonly reportsFailures: boolean },
): BatchHandler {
  return async ({ shardId, records }, { attempt }) => {
    const payload = eventPayload(records.map(({ raw }) => raw));
    const numbers = reportsFailures ? numbersOf(records) : undefined;
    const { requestId, judged } = await mapped.handOut(
      { shardId, records, attempt },
      payload,
      (outcome): { readonly verdict: Verdict } => ({ verdict: verdictOf(outcome, numbers) }),
    );
    return asHandled(judged.verdict, requestId);
  };
}

export function numbersOf(records: readonly TriggerRecord[]): string[] {
  return records.map(({ sequenceNumber }) => sequenceNumber);
}
