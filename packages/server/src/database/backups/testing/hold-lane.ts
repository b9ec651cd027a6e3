// Stops what works in the background at a commit of its own, so that a test can look at what is under
// way, or see it go on later.

import { type CommitRequest, type Store, StoreUnavailable } from '../../../store/store.ts';

/** Commits that name the lane wait until the function that it returns is called. */
export function holdLane(store: Store, lane: string): () => void {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  beforeCommits(store, lane, () => released);
  return release;
}

/** Of the commits that name one of the lanes, all but the first few fail. */
export function failLanes(store: Store, lanes: readonly string[], after: number): void {
  let left = after;
  for (const lane of lanes) {
    beforeCommits(store, lane, () => {
      left -= 1;
      return left < 0 ? Promise.reject(new StoreUnavailable('interrupted')) : Promise.resolve();
    });
  }
}

function beforeCommits(store: Store, lane: string, step: () => Promise<void>): void {
  const commit = store.commit.bind(store);
  Object.assign(store, {
    async commit<T>(request: CommitRequest<T>): Promise<T> {
      if (request.lanes.includes(lane)) await step();
      return commit(request);
    },
  });
}
