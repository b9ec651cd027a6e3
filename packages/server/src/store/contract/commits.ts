// Contract: a commit is atomic, alone in its fate, and sees what came before it.

import { describe, expect, test } from 'vitest';
import { utf8Text } from '../../base/bytes.ts';
import type { Snapshot, Store } from '../store.ts';
import { bytesHex } from './hex.ts';
import { bytes, type EngineUnderTest, readEntries, readText, write } from './test-store.ts';

export function commitContract(engine: EngineUnderTest): void {
  describe('commits', () => {
    test('puts, deletes and appends happen together, and the result comes back', async () => {
      await using opened = await engine.open();
      const { store } = opened;
      await write(store, { puts: { gone: 'x', kept: 'y' } });
      const result = await store.commit({
        lanes: ['a', 'b'],
        reads: [],
        decide: () => ({
          puts: [[bytes('new'), bytes('1')] as const],
          deletes: [bytes('gone'), bytes('never there')],
          appends: [
            { lane: 'a', entry: bytes('a1') },
            { lane: 'b', entry: bytes('b1') },
            { lane: 'a', entry: bytes('a2') },
          ],
          result: { answer: 42 },
        }),
      });
      expect(result).toEqual({ answer: 42 });
      expect(await readText(store, 'new', 'gone', 'kept')).toEqual(['1', undefined, 'y']);
      expect(await readEntries(store, 'a')).toEqual(['1:a1', '2:a2']);
      expect(await readEntries(store, 'b')).toEqual(['1:b1']);
    });

    test('decide gets the values in the order of its reads', async () => {
      await using opened = await engine.open();
      const { store } = opened;
      await write(store, { puts: { a: '1', b: '2' } });
      const values = await store.commit({
        lanes: ['lane'],
        reads: [bytes('b'), bytes('missing'), bytes('a'), bytes('b')],
        decide: (snapshot) => ({ result: snapshot.values }),
      });
      expect(values.map(hexOf)).toEqual([bytes('2'), undefined, bytes('1'), bytes('2')].map(hexOf));
    });

    test('decide knows the head of each of its lanes', async () => {
      await using opened = await engine.open();
      const { store } = opened;
      await write(store, { entries: ['x', 'y'], lane: 'a' });
      const heads = await store.commit({
        lanes: ['a', 'new'],
        reads: [],
        decide: (snapshot) => ({ result: [snapshot.head('a'), snapshot.head('new')] }),
      });
      expect(heads).toEqual([2, 0]);
    });

    test('a refusal changes nothing', async () => {
      await using opened = await engine.open();
      const { store } = opened;
      await write(store, { puts: { key: 'old' }, entries: ['first'] });
      const refuse = { lanes: ['lane'], reads: [], decide: () => ({ result: 'refused' }) };
      expect(await store.commit(refuse)).toBe('refused');
      expect(await readText(store, 'key')).toEqual(['old']);
      expect(await readEntries(store)).toEqual(['1:first']);
    });

    test('a commit that appends to a lane it did not name is rejected as a whole', async () => {
      await using opened = await engine.open();
      const { store } = opened;
      const careless = store.commit({
        lanes: ['named'],
        reads: [],
        decide: () => ({
          puts: [[bytes('key'), bytes('value')] as const],
          appends: [
            { lane: 'named', entry: bytes('1') },
            { lane: 'other', entry: bytes('2') },
          ],
          result: undefined,
        }),
      });
      await expect(careless).rejects.toThrow('lane other');
      expect(await readText(store, 'key')).toEqual([undefined]);
      expect(await readEntries(store, 'named')).toEqual([]);
    });

    test('of many commits at once each is alone in succeeding, refusing or throwing', async () => {
      await using opened = await engine.open();
      const { store } = opened;
      const outcomes = await Promise.allSettled(
        Array.from({ length: 300 }, (_, index) => increment(store, kinds[index % 3]!)),
      );
      const told = outcomes.map((outcome) =>
        outcome.status === 'fulfilled' ? outcome.value : String(outcome.reason),
      );
      const counted = Array.from({ length: 100 }, (_, index) => [
        String(index + 1),
        `refused at ${index + 1}`,
        `Error: thrown at ${index + 1}`,
      ]);
      expect(told).toEqual(counted.flat());
      expect(await readText(store, 'counter')).toEqual(['100']);
      expect(await readEntries(store)).toHaveLength(100);
    });

    test('keys and values are any bytes, also none', async () => {
      await using opened = await engine.open();
      const { store } = opened;
      const every = Uint8Array.from({ length: 256 }, (_, index) => index);
      const pairs = [
        [new Uint8Array(0), every],
        [every, new Uint8Array(0)],
        [Uint8Array.of(0), Uint8Array.of(0)],
        [Uint8Array.of(0, 0), every.subarray(7, 7)],
        [Uint8Array.of(255), every.subarray(100, 200)],
      ] as const;
      await store.commit({
        lanes: ['lane'],
        reads: [],
        decide: () => ({
          puts: pairs,
          appends: [{ lane: 'lane', entry: new Uint8Array(0) }],
          result: undefined,
        }),
      });
      const values = await store.get(pairs.map(([key]) => key));
      expect(values.map(hexOf)).toEqual(pairs.map(([, value]) => hexOf(value)));
      expect(await readEntries(store)).toEqual(['1:']);
    });

    test('the newest value of a key put twice wins, whichever its size', async () => {
      await using opened = await engine.open();
      const { store } = opened;
      const large = 'x'.repeat(500_000);
      await write(store, { puts: { key: 'small' } });
      await write(store, { puts: { key: large } });
      expect(await readText(store, 'key')).toEqual([large]);
      await write(store, { puts: { key: '' } });
      expect(await readText(store, 'key')).toEqual(['']);
    });
  });
}

const kinds = ['commit', 'refuse', 'throw'] as const;

/** Adds one to `counter` and logs it, or tells the value that it saw. */
function increment(store: Store, kind: (typeof kinds)[number]): Promise<string> {
  return store.commit({
    lanes: ['lane'],
    reads: [bytes('counter')],
    decide(snapshot: Snapshot) {
      const [value] = snapshot.values;
      const seen = value === undefined ? 0 : Number(utf8Text(value));
      if (snapshot.head('lane') !== seen) throw new Error(`head ${snapshot.head('lane')}`);
      if (kind === 'throw') throw new Error(`thrown at ${seen}`);
      if (kind === 'refuse') return { result: `refused at ${seen}` };
      const next = bytes(String(seen + 1));
      return {
        puts: [[bytes('counter'), next] as const],
        appends: [{ lane: 'lane', entry: next }],
        result: String(seen + 1),
      };
    },
  });
}

function hexOf(value: Uint8Array | undefined): string | undefined {
  return value && bytesHex(value);
}
