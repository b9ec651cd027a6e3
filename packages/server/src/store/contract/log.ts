// Contract: every lane is one log without gaps, in the order of commits, and can be forgotten from its
// old end.

import { describe, expect, test } from 'vitest';
import { utf8Text } from '../../base/bytes.ts';
import type { Store } from '../store.ts';
import {
  bytes,
  type EngineUnderTest,
  entryTexts,
  EVERYTHING,
  readEntries,
  write,
} from './test-store.ts';

const FIVE = ['a', 'b', 'c', 'd', 'e'];

const pages = [
  { after: 0, limit: {}, gives: '1:a 2:b 3:c 4:d 5:e' },
  { after: 3, limit: {}, gives: '4:d 5:e' },
  { after: 5, limit: {}, gives: '' },
  { after: 99, limit: {}, gives: '' },
  { after: 1, limit: { count: 2 }, gives: '2:b 3:c' },
  { after: 0, limit: { bytes: 2 }, gives: '1:a 2:b' },
  { after: 0, limit: { bytes: 0 }, gives: '1:a' },
];

export function logContract(engine: EngineUnderTest): void {
  describe('log', () => {
    test.for(pages)('a page: %j', async ({ after, limit, gives }) => {
      await using opened = await engine.open();
      const { store } = opened;
      await write(store, { entries: FIVE });
      const page = await store.readLog('lane', after, { ...EVERYTHING, ...limit });
      expect(entryTexts(page).join(' ')).toBe(gives);
      expect(page).toMatchObject({ head: 5, trimmed: 0 });
    });

    test('an unknown lane is empty', async () => {
      await using opened = await engine.open();
      const page = await opened.store.readLog('nobody', 0, EVERYTHING);
      expect(page).toEqual({ entries: [], head: 0, trimmed: 0 });
    });

    test('concurrent commits on several lanes leave no gap and keep their order', async () => {
      await using opened = await engine.open();
      const { store } = opened;
      const lanes = ['a', 'b', 'c'];
      const positions = await Promise.all(
        Array.from({ length: 600 }, (_, index) =>
          appendOne(store, {
            lane: lanes[index % 3]!,
            text: String(index),
            refuse: index % 5 === 0,
          }),
        ),
      );
      for (const [number, lane] of lanes.entries()) {
        const texts = Array.from({ length: 600 }, (_, index) => index)
          .filter((index) => index % 3 === number && index % 5 !== 0)
          .map((index, place) => `${place + 1}:${index}`);
        expect(await readEntries(store, lane)).toEqual(texts);
        const told = positions.filter((at, index) => index % 3 === number && at !== undefined);
        expect(told).toEqual(texts.map((_, place) => place + 1));
      }
    });

    test('a trim goes in bounded steps and says when it is done', async () => {
      await using opened = await engine.open();
      const { store } = opened;
      await write(store, { entries: FIVE });
      const removed = [];
      for (let step = 0; step < 4; step += 1) removed.push(await store.trimLog('lane', 3, 2));
      expect(removed).toEqual([2, 1, 0, 0]);
      const page = await store.readLog('lane', 0, EVERYTHING);
      expect(page).toMatchObject({ head: 5, trimmed: 3 });
      expect(entryTexts(page)).toEqual(['4:d', '5:e']);
      expect(await store.trimLog('nobody', 3, 2)).toBe(0);
    });

    test('a trim of one lane leaves the others alone', async () => {
      await using opened = await engine.open();
      const { store } = opened;
      for (const lane of ['a', 'b', 'c']) await write(store, { lane, entries: FIVE });
      expect(await store.trimLog('b', 99, 99)).toBe(5);
      expect(await readEntries(store, 'a')).toHaveLength(5);
      expect(await readEntries(store, 'b')).toEqual([]);
      expect(await readEntries(store, 'c')).toHaveLength(5);
    });

    test('positions go on after everything was trimmed', async () => {
      await using opened = await engine.open();
      const { store } = opened;
      await write(store, { entries: FIVE });
      expect(await store.trimLog('lane', Number.MAX_SAFE_INTEGER, 100)).toBe(5);
      expect(await store.readLog('lane', 0, EVERYTHING)).toEqual({
        entries: [],
        head: 5,
        trimmed: 5,
      });
      await write(store, { entries: ['f'] });
      expect(await readEntries(store)).toEqual(['6:f']);
    });

    test('a reader whose pages a trim overtakes goes on with the oldest entry there is', async () => {
      await using opened = await engine.open();
      const { store } = opened;
      await write(store, { entries: FIVE });
      const limit = { count: 1, bytes: 1000 };
      const first = await store.readLog('lane', 0, limit);
      await store.trimLog('lane', 3, 100);
      const second = await store.readLog('lane', 1, limit);
      expect([entryTexts(first), entryTexts(second)]).toEqual([['1:a'], ['4:d']]);
      expect(second.trimmed).toBe(3);
    });

    test('trims, commits and reads at the same time disturb each other in nothing', async () => {
      await using opened = await engine.open();
      const { store } = opened;
      const writing = Array.from({ length: 200 }, (_, index) =>
        appendOne(store, { lane: 'lane', text: String(index + 1) }),
      );
      const seen: number[] = [];
      for (let after = 0; after < 200;) {
        await store.trimLog('lane', after, 10);
        const page = await store.readLog('lane', after, { count: 7, bytes: 1000 });
        expect(page.trimmed).toBeLessThanOrEqual(after);
        for (const { position, entry } of page.entries) {
          expect(utf8Text(entry)).toBe(String(position));
          seen.push(position);
        }
        after = seen.at(-1) ?? 0;
      }
      await Promise.all(writing);
      expect(seen).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
    });
  });
}

function appendOne(
  store: Store,
  { lane, text, refuse = false }: { lane: string; text: string; refuse?: boolean },
): Promise<number | undefined> {
  return store.commit({
    lanes: [lane],
    reads: [],
    decide(snapshot) {
      if (refuse) return { result: undefined };
      const position = snapshot.head(lane) + 1;
      return { appends: [{ lane, entry: bytes(text) }], result: position };
    },
  });
}
