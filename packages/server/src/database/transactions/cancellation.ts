// Which reasons a cancelled transaction gives. The rules are observed on AWS: all conditions that fail are
// reported, but of actions that are invalid only the first, and it alone.

import { assert } from '../../base/assert.ts';
import type { WriteDone } from '../../write/item-write.ts';
import type { CancellationReason, Refusal } from '../../write/refusal.ts';

type Cancelled = Extract<Refusal, { readonly kind: 'transaction-cancelled' }>;

/** All actions done, or what they were cancelled for. */
export function togetherOrCancelled(
  outcomes: readonly (WriteDone | Refusal)[],
): { readonly kind: 'all-done'; readonly all: readonly WriteDone[] } | Cancelled {
  const all: WriteDone[] = [];
  const reasons: CancellationReason[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.kind === 'done') {
      all.push(outcome);
      reasons.push({ kind: 'none' });
      continue;
    }
    if (outcome.kind === 'invalid') return cancelledBy(outcome, index, outcomes.length);
    assert(outcome.kind === 'condition-failed', 'a write is invalid or fails its condition');
    reasons.push(outcome);
  }
  const isDone = all.length === outcomes.length;
  return isDone ? { kind: 'all-done', all } : { kind: 'transaction-cancelled', reasons };
}

/** The transaction of so many actions, cancelled because the one at `index` is invalid. */
export function cancelledBy(
  reason: CancellationReason,
  index: number,
  actionCount: number,
): Cancelled {
  const none: CancellationReason = { kind: 'none' };
  const reasons: CancellationReason[] = Array.from({ length: actionCount }, () => none);
  reasons[index] = reason;
  return { kind: 'transaction-cancelled', reasons };
}
