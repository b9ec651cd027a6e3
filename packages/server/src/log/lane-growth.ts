// Waiting at the end of a shard's lane, without looking again and again.

import { catalogLane } from '../model/catalog-lane.ts';
import type { Store } from '../store/store.ts';

/**
 * One promise after another, each of which resolves when the lane has grown, when a shard has ended or at the
 * signal, also if that was since the one before.
 */
export function* laneGrowth(
  store: Store,
  { lane, signal }: { readonly lane: string; readonly signal: AbortSignal },
): Generator<Promise<void>, void, void> {
  let next = Promise.withResolvers<void>();
  const ring = (): void => next.resolve();
  const ends = [store.onGrowth(lane, ring), store.onGrowth(catalogLane, ring)];
  signal.addEventListener('abort', ring, { once: true });
  try {
    for (;;) {
      next = Promise.withResolvers<void>();
      yield next.promise;
    }
  } finally {
    for (const end of ends) end();
    signal.removeEventListener('abort', ring);
  }
}
