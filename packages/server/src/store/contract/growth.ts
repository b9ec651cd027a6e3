// Contract: listeners hear of durable entries, and of nothing else.

import { describe, expect, test } from 'vitest';
import type { Store } from '../store.ts';
import { type EngineUnderTest, readEntries, write } from './test-store.ts';

export function growthContract(engine: EngineUnderTest): void {
  describe('growth', () => {
    test('a listener can read what woke it', async () => {
      await using opened = await engine.open();
      const { store } = opened;
      const woken = new Promise<string[]>((resolve) => {
        store.onGrowth('lane', () => resolve(readEntries(store)));
      });
      await write(store, { entries: ['x'] });
      expect(await woken).toEqual(['1:x']);
    });

    test('every listener of a lane hears of it, and no listener of another', async () => {
      await using opened = await engine.open();
      const { store } = opened;
      const heard: string[] = [];
      store.onGrowth('a', () => heard.push('a, first'));
      store.onGrowth('a', () => heard.push('a, second'));
      store.onGrowth('b', () => heard.push('b'));
      await growAndWait(store, 'a');
      expect(heard.toSorted()).toEqual(['a, first', 'a, second']);
    });

    test('who stopped listening hears nothing, and stops nobody else', async () => {
      await using opened = await engine.open();
      const { store } = opened;
      const heard: string[] = [];
      const listener = () => heard.push('woken');
      const stop = store.onGrowth('lane', listener);
      store.onGrowth('lane', listener);
      stop();
      stop();
      await growAndWait(store, 'lane');
      expect(heard).toEqual(['woken']);
    });

    test('refusals, puts and trims wake nobody', async () => {
      await using opened = await engine.open();
      const { store } = opened;
      await growAndWait(store, 'lane');
      const heard: string[] = [];
      store.onGrowth('lane', () => heard.push('woken'));
      await write(store, {});
      await write(store, { puts: { key: 'value' } });
      await store.trimLog('lane', 1, 1);
      await growAndWait(store, 'another lane');
      expect(heard).toEqual([]);
    });
  });
}

/** Appends to a lane and returns once its listeners were called: this one was the last to ask. */
async function growAndWait(store: Store, lane: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = store.onGrowth(lane, resolve);
  await write(store, { lane, entries: ['entry'] });
  await promise;
  stop();
}
