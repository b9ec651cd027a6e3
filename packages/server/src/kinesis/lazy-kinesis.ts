// Opens Kinesis when it is first needed: by a request, or at the start of a server whose store has streams, whose
// records have to go in time.

import { allOfKinesisRange } from '../model/kinesis-keys.ts';
import type { Store } from '../store/store.ts';
import type { OpenKinesis } from './kinesis.ts';

export interface LazyKinesis extends AsyncDisposable {
  /** The same for all who ask. Rejects when it cannot be opened; who asks next tries again. */
  open(): Promise<OpenKinesis>;
  /** Undefined while nobody has opened it. */
  readonly current: OpenKinesis | undefined;
  /** Resolves when no background work is under way. */
  settled(): Promise<void>;
}

export function lazyKinesis(load: () => Promise<OpenKinesis>): LazyKinesis {
  let opening: Promise<OpenKinesis> | undefined;
  let current: OpenKinesis | undefined;
  const openOnce = async (): Promise<OpenKinesis> => {
    try {
      current = await load();
      return current;
    } catch (error) {
      opening = undefined;
      throw error;
    }
  };
  return {
    open: () => (opening ??= openOnce()),
    get current() {
      return current;
    },
    async settled() {
      await current?.settled();
    },
    async [Symbol.asyncDispose]() {
      const open = await opening?.catch(() => undefined);
      await open?.[Symbol.asyncDispose]();
    },
  };
}

/** Whether a store has anything of Kinesis. */
export async function hasKinesis(store: Store): Promise<boolean> {
  const { entries } = await store.range({
    ...allOfKinesisRange(),
    direction: 'forward',
    limit: { count: 1, bytes: 1 },
  });
  return entries.length > 0;
}
