// The law of snapshots: whatever is written meanwhile, and wherever copying is interrupted, a snapshot
// has exactly the items of its moment.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { manualRuntime } from '../../base/manual-runtime.ts';
import { backupArn, backupNameOf } from '../../model/backup.ts';
import { openSqliteStore } from '../../store/sqlite/open-sqlite-store.ts';
import { temporaryDirectory } from '../../store/sqlite/testing/temporary-directory.ts';
import { StoreUnavailable } from '../../store/store.ts';
import { openDatabase, type OpenDatabase } from '../open-database.ts';
import { openTestDatabase, scope } from '../testing/open-test-database.ts';
import { tableOf } from '../testing/table-of.ts';
import { contentOf, put, remove } from './testing/content-of.ts';
import { failLanes, holdLane } from './testing/hold-lane.ts';

const noOverrides = { overrides: {} };
// Large, so that copying and undoing take several steps.
const filler = 'x'.repeat(50_000);

/** Of a few items, so that they are written again and again. */
const aWrite = fc.record({
  name: fc.integer({ min: 0, max: 15 }).map(String),
  value: fc.option(fc.integer({ min: 0, max: 3 }).map(String), { nil: undefined }),
});
type Write = { readonly name: string; readonly value: string | undefined };

/** Applies a write to the table and to what it should hold. */
async function write(
  database: OpenDatabase,
  { content, table }: { readonly content: Map<string, string>; readonly table: string },
  { name, value }: Write,
): Promise<void> {
  const stored = value === undefined ? undefined : value + filler;
  if (stored === undefined) content.delete(name);
  else content.set(name, stored);
  if (stored === undefined) await remove(database, table, name);
  else await put(database, table, { name, value: stored });
}

test('a backup holds the table of its moment, whatever is written while it is copied', async () => {
  const opened = await openTestDatabase({ partitions: 3, logEverything: false });
  const { database } = opened;
  let round = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(aWrite, { minLength: 20, maxLength: 60 }),
      fc.array(fc.array(aWrite, { maxLength: 12 }), { minLength: 1, maxLength: 8 }),
      async (before, meanwhile) => {
        round += 1;
        const table = `source-${round}`;
        await database.createTable(scope, tableOf(table));
        const source = { content: new Map<string, string>(), table };
        for (const one of before) await write(database, source, one);
        const moment = new Map(source.content);
        const backup = await database.createBackup(scope, { table, name: 'it' });
        for (const batch of meanwhile) {
          // Writes of one item are done one after another, those of several at once.
          const names = [...new Set(batch.map(({ name }) => name))];
          await Promise.all(
            names.map(async (name) => {
              for (const one of batch) {
                if (one.name === name) await write(database, source, one);
              }
            }),
          );
        }
        await database.settled();
        await restoreAndCompare(database, backupArn(backupNameOf(backup)), moment);
        expect(await contentOf(database, table)).toEqual(source.content);
        await database.deleteTable(scope, table);
      },
    ),
    { numRuns: 25 },
  );
});

async function restoreAndCompare(
  database: OpenDatabase,
  arn: string,
  content: Map<string, string>,
): Promise<void> {
  const backup = await database.describeBackup(scope, arn);
  expect(backup.itemCount).toBe(content.size);
  await database.restoreFromBackup(scope, { backupArn: arn, table: 'target', ...noOverrides });
  await database.settled();
  expect(await contentOf(database, 'target')).toEqual(content);
  await database.deleteTable(scope, 'target');
}

test.each([true, false])(
  'a table is restored to any time since recovery was enabled (whole log: %s)',
  async (logEverything) => {
    const { database, runtime } = await openTestDatabase({ partitions: 3, logEverything });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(aWrite, { maxLength: 20 }),
        fc.array(fc.record({ write: aWrite, after: fc.integer({ min: 0, max: 3 }) }), {
          minLength: 20,
          maxLength: 60,
        }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
        async (before, writes, moments) => {
          round += 1;
          const table = `source-${round}`;
          await database.createTable(scope, tableOf(table));
          const source = { content: new Map<string, string>(), table };
          for (const one of before) await write(database, source, one);
          await database.updateContinuousBackups(scope, { table, enabled: true });
          const since = runtime.clock.now();
          const history = [new Map(source.content)];
          for (const { write: one, after } of writes) {
            for (let waited = 0; waited < after; waited += 1) {
              await runtime.clock.advance(1);
              history.push(new Map(source.content));
            }
            await write(database, source, one);
            history[history.length - 1] = new Map(source.content);
          }
          for (const moment of moments) {
            const at = moment % history.length;
            const asked = { source: table, time: since + at, table: 'target', ...noOverrides };
            await database.restoreToTime(scope, asked);
            await database.settled();
            expect(await contentOf(database, 'target')).toEqual(history[at]);
            await database.deleteTable(scope, 'target');
          }
          await database.deleteTable(scope, table);
        },
      ),
      { numRuns: 20 },
    );
  },
);

test('what is written after a restore to the latest time is not in it', async () => {
  const { database, store } = await openTestDatabase({ partitions: 2 });
  await database.createTable(scope, tableOf('source'));
  await database.updateContinuousBackups(scope, { table: 'source', enabled: true });
  const source = { content: new Map<string, string>(), table: 'source' };
  await write(database, source, { name: 'a', value: '1' });
  const moment = new Map(source.content);
  const release = holdLane(store, 'snapshot');
  await database.restoreToTime(scope, { source: 'source', table: 'target', ...noOverrides });
  await write(database, source, { name: 'a', value: '2' });
  await write(database, source, { name: 'b', value: '1' });
  release();
  await database.settled();
  expect(await contentOf(database, 'target')).toEqual(moment);
});

test('what was written before recovery was enabled stays, even if the clock went back since', async () => {
  const before = await openTestDatabase();
  const { store } = before;
  const options = { partitions: 1, transitionMs: 0, logEverything: false };
  const failures: unknown[] = [];
  const onFailure = (error: unknown): void => void failures.push(error);
  const late = manualRuntime({ startAt: 5000 });
  const early = manualRuntime({ startAt: 1000 });
  {
    await using database = openDatabase({ store, runtime: late, options, onFailure });
    const stream = { enabled: true, viewType: 'KEYS_ONLY' } as const;
    await database.createTable(scope, tableOf('source', { stream }));
    await put(database, 'source', { name: 'a', value: '1' });
  }
  await using database = openDatabase({ store, runtime: early, options, onFailure });
  await database.updateContinuousBackups(scope, { table: 'source', enabled: true });
  await early.clock.advance(1000);
  await put(database, 'source', { name: 'a', value: '2' });
  const asked = { source: 'source', time: 1500, table: 'target', ...noOverrides };
  await database.restoreToTime(scope, asked);
  await database.settled();
  expect(failures).toEqual([]);
  expect(await contentOf(database, 'target')).toEqual(new Map([['a', '1']]));
  for (const table of ['source', 'target']) await database.deleteTable(scope, table);
  await database.settled();
});

test('backups and restores that are interrupted go on when the database is opened again', async () => {
  await using directory = await temporaryDirectory();
  const runtime = manualRuntime();
  const failures: unknown[] = [];
  // Each time the database is open, the background comes one step further.
  async function whileOpen<T>(use: (database: OpenDatabase) => Promise<T>): Promise<T> {
    const location = { dataDir: directory.path };
    await using store = await openSqliteStore({ location, durability: 'os' });
    failLanes(store, ['snapshot', 'restore'], 1);
    await using database = openDatabase({
      store,
      runtime,
      options: { partitions: 2, transitionMs: 0, logEverything: false },
      onFailure: (error) => failures.push(error),
    });
    const result = await use(database);
    await database.settled();
    return result;
  }

  const source = { content: new Map<string, string>(), table: 'source' };
  const arn = await whileOpen(async (database) => {
    await database.createTable(scope, tableOf('source'));
    for (let name = 0; name < 150; name += 1) {
      await write(database, source, { name: String(name), value: '0' });
    }
    const backup = await database.createBackup(scope, { table: 'source', name: 'it' });
    return backupArn(backupNameOf(backup));
  });
  const moment = new Map(source.content);
  let copied = 1;
  for (;;) {
    const done = await whileOpen(async (database) => {
      await write(database, source, { name: String((copied * 7) % 150), value: '1' });
      return (await database.describeBackup(scope, arn)).complete;
    });
    if (done) break;
    copied += 1;
  }
  // 3 MB in steps of 256 KB, the changes in both lanes, and the end.
  expect(copied).toBeGreaterThan(12);
  await whileOpen((database) =>
    database.restoreFromBackup(scope, { backupArn: arn, table: 'target', ...noOverrides }),
  );
  let restored = 1;
  while ((await whileOpen((one) => one.describeTable(scope, 'target'))).status === 'CREATING') {
    restored += 1;
  }
  expect(restored).toBeGreaterThan(2);
  await whileOpen(async (database) => {
    expect(await contentOf(database, 'target')).toEqual(moment);
    expect(await contentOf(database, 'source')).toEqual(source.content);
  });
  expect(failures.every((error) => error instanceof StoreUnavailable)).toBe(true);
  expect(failures.length).toBeGreaterThan(12);
});
