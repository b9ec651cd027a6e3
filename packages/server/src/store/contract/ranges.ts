// Contract: ranges are ordered by bytes, bounded, and say whether there is more.

import { describe, expect, test } from 'vitest';
import { bytesHex, hexBytes, type Pairs } from './hex.ts';
import type { RangeRequest, Store } from '../store.ts';
import { bytes, type EngineUnderTest, EVERYTHING, pairTexts, write } from './test-store.ts';

// The values are one byte long, so each pair has two bytes.
const LETTERS = { a: '1', b: '2', c: '3', d: '4' };

interface Case {
  readonly from?: string;
  readonly to?: string;
  readonly direction?: RangeRequest['direction'];
  readonly limit?: Partial<RangeRequest['limit']>;
  readonly gives: string;
  readonly more?: boolean;
}

const cases: Case[] = [
  { gives: 'a b c d' },
  { from: 'b', gives: 'b c d' },
  { to: 'c', gives: 'a b' },
  { from: 'b', to: 'c', gives: 'b' },
  { from: 'b', to: 'b', gives: '' },
  { from: 'c', to: 'b', gives: '' },
  { from: 'aa', to: 'cc', gives: 'b c' },
  { from: '', to: 'b', gives: 'a' },
  { direction: 'backward', gives: 'd c b a' },
  { direction: 'backward', from: 'b', to: 'd', gives: 'c b' },
  { limit: { count: 3 }, gives: 'a b c', more: true },
  { limit: { count: 4 }, gives: 'a b c d' },
  { limit: { count: 1 }, direction: 'backward', gives: 'd', more: true },
  { limit: { count: 2 }, to: 'c', gives: 'a b' },
  { limit: { bytes: 1 }, gives: 'a', more: true },
  { limit: { bytes: 0 }, gives: 'a', more: true },
  { limit: { bytes: 3 }, gives: 'a b', more: true },
  { limit: { bytes: 4 }, gives: 'a b', more: true },
  { limit: { bytes: 5 }, direction: 'backward', gives: 'd c b', more: true },
  { limit: { bytes: 8 }, gives: 'a b c d' },
  { limit: { bytes: 1 }, from: 'd', gives: 'd' },
];

export function rangeContract(engine: EngineUnderTest): void {
  describe('ranges', () => {
    test.for(cases)('%j', async ({ from = 'a', to = 'z', gives, more = false, ...rest }) => {
      await using opened = await engine.open();
      const { store } = opened;
      await write(store, { puts: LETTERS });
      const page = await store.range({
        from: bytes(from),
        to: bytes(to),
        direction: rest.direction ?? 'forward',
        limit: { ...EVERYTHING, ...rest.limit },
      });
      const keys = pairTexts(page).map((pair) => pair.slice(0, 1));
      expect({ gives: keys.join(' '), more: page.more }).toEqual({ gives, more });
      for (const pair of pairTexts(page))
        expect(Object.entries(LETTERS)).toContainEqual(pair.split('='));
    });

    test('keys are ordered as unsigned bytes, a prefix before what it begins', async () => {
      await using opened = await engine.open();
      const { store } = opened;
      const ordered = [
        '',
        '00',
        '0000',
        '0001',
        '00ff',
        '01',
        '7f',
        '80',
        '8000',
        'fe',
        'feff',
        'ff',
      ];
      await putAll(
        store,
        ordered.toReversed().map((key) => [key, key]),
      );
      const bounds = { from: new Uint8Array(0), to: hexBytes('ffff'), limit: EVERYTHING };
      const up = await store.range({ ...bounds, direction: 'forward' });
      const down = await store.range({ ...bounds, direction: 'backward' });
      expect(up.entries.map(([key]) => bytesHex(key))).toEqual(ordered);
      expect(down.entries.map(([key]) => bytesHex(key))).toEqual(ordered.toReversed());
    });

    test('pages that begin after the last key of the one before give each pair once', async () => {
      await using opened = await engine.open();
      const { store } = opened;
      const keys = Array.from({ length: 100 }, (_, index) => index.toString(16).padStart(4, '0'));
      await putAll(
        store,
        keys.map((key) => [key, key]),
      );
      const seen: string[] = [];
      let from = new Uint8Array(0);
      for (let more = true; more;) {
        const limit = { count: 7, bytes: 1000 };
        const page = await store.range({ from, to: hexBytes('ff'), direction: 'forward', limit });
        seen.push(...page.entries.map(([key]) => bytesHex(key)));
        from = Uint8Array.from([...page.entries.at(-1)![0], 0]);
        more = page.more;
      }
      expect(seen).toEqual(keys);
    });
  });
}

async function putAll(store: Store, pairs: Pairs): Promise<void> {
  const puts = pairs.map(([key, value]) => [hexBytes(key), hexBytes(value)] as const);
  await store.commit({ lanes: ['lane'], reads: [], decide: () => ({ puts, result: undefined }) });
}
