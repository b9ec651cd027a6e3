// Contract of engines that keep data: it is all there again, and positions go on.

import { describe, expect, test } from 'vitest';
import {
  bytes,
  type EngineUnderTest,
  entryTexts,
  EVERYTHING,
  readEntries,
  readText,
  write,
} from './test-store.ts';

export function reopeningContract(engine: EngineUnderTest): void {
  describe('reopening', () => {
    test('keys, values and entries are kept', async () => {
      await using opened = await engine.open();
      await write(opened.store, {
        puts: { a: '1', b: '2', c: '' },
        lane: 'x',
        entries: ['x1', 'x2'],
      });
      await write(opened.store, { deletes: ['a'], lane: 'y', entries: ['y1'] });
      await opened.reopen();
      expect(await readText(opened.store, 'a', 'b', 'c')).toEqual([undefined, '2', '']);
      expect(await readEntries(opened.store, 'x')).toEqual(['1:x1', '2:x2']);
      expect(await readEntries(opened.store, 'y')).toEqual(['1:y1']);
    });

    test('positions go on, also on a lane that was trimmed to nothing', async () => {
      await using opened = await engine.open();
      await write(opened.store, { lane: 'full', entries: ['a', 'b'] });
      await write(opened.store, { lane: 'trimmed', entries: ['a', 'b', 'c'] });
      await opened.store.trimLog('trimmed', 3, 100);
      await opened.reopen();
      const heads = await opened.store.commit({
        lanes: ['full', 'trimmed', 'new'],
        reads: [bytes('key')],
        decide: ({ head }) => ({
          appends: ['full', 'trimmed', 'new'].map((lane) => ({ lane, entry: bytes('next') })),
          result: [head('full'), head('trimmed'), head('new')],
        }),
      });
      expect(heads).toEqual([2, 3, 0]);
      expect(await readEntries(opened.store, 'full', 2)).toEqual(['3:next']);
      const page = await opened.store.readLog('trimmed', 0, EVERYTHING);
      expect(page).toMatchObject({ head: 4, trimmed: 3 });
      expect(entryTexts(page)).toEqual(['4:next']);
      expect(await readEntries(opened.store, 'new')).toEqual(['1:next']);
    });
  });
}
