// Keys that sign what clients hold for the server. They are drawn once and kept in the store, so that what they
// signed outlives a restart.

import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Runtime } from '../base/runtime.ts';
import { ownKey } from '../model/storage-keys.ts';
import type { Store } from '../store/store.ts';

/** The key of that name. */
export async function signingKey(store: Store, runtime: Runtime, name: string): Promise<KeyObject> {
  const key = ownKey(name);
  const bytes = await store.commit({
    lanes: ['catalog'],
    reads: [key],
    decide({ values: [known] }) {
      if (known !== undefined) return { result: known };
      const made = runtime.randomBytes(32);
      return { puts: [[key, made]], result: made };
    },
  });
  return createSecretKey(bytes);
}
