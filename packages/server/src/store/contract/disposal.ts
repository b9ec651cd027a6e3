// Contract: a store that was closed finishes what it had begun, and begins nothing more.

import { describe, expect, test } from 'vitest';
import { StoreUnavailable } from '../store.ts';
import { bytes, type EngineUnderTest, EVERYTHING, forward, write } from './test-store.ts';

export function disposalContract(engine: EngineUnderTest): void {
  describe('disposal', () => {
    test('commits under way still succeed', async () => {
      await using opened = await engine.open();
      const { store } = opened;
      const commits = Array.from({ length: 50 }, () => write(store, { entries: ['x'] }));
      await store[Symbol.asyncDispose]();
      const outcomes = await Promise.allSettled(commits);
      expect(outcomes.map(({ status }) => status)).toEqual(commits.map(() => 'fulfilled'));
    });

    test('every further call rejects with StoreUnavailable', async () => {
      await using opened = await engine.open();
      const { store } = opened;
      await store[Symbol.asyncDispose]();
      const calls = [
        store.get([bytes('key')]),
        store.range(forward(bytes('a'), bytes('b'))),
        write(store, { puts: { key: 'value' } }),
        store.readLog('lane', 0, EVERYTHING),
        store.trimLog('lane', 1, 1),
      ];
      for (const outcome of await Promise.allSettled(calls)) {
        expect(outcome).toMatchObject({
          status: 'rejected',
          reason: expect.any(StoreUnavailable) as unknown,
        });
      }
    });

    test('closing twice is closing once', async () => {
      await using opened = await engine.open();
      const { store } = opened;
      await Promise.all([store[Symbol.asyncDispose](), store[Symbol.asyncDispose]()]);
      await expect(store[Symbol.asyncDispose]()).resolves.toBeUndefined();
    });
  });
}
