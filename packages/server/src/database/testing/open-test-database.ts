// A database for a test: in memory, on a manual clock, keeping its whole log. When the test is over the
// invariants are checked, so every test of the database is also a test of them.

import { expect, onTestFinished } from 'vitest';
import { manualRuntime } from '../../base/manual-runtime.ts';
import type { Scope } from '../../model/table.ts';
import { openSqliteStore } from '../../store/sqlite/open-sqlite-store.ts';
import { checkInvariants } from '../check-invariants.ts';
import type { DatabaseOptions } from '../context.ts';
import { openDatabase } from '../open-database.ts';

export const scope: Scope = { account: '000000000000', region: 'eu-central-1' };

export async function openTestDatabase(options: Partial<DatabaseOptions> = {}) {
  const { logEverything: hasWholeLog = true } = options;
  const runtime = manualRuntime();
  const store = await openSqliteStore({ location: 'memory', durability: 'os' });
  const failures: unknown[] = [];
  const database = openDatabase({
    store,
    runtime,
    options: { partitions: 1, transitionMs: 0, logEverything: hasWholeLog, ...options },
    onFailure: (error) => failures.push(error),
  });
  onTestFinished(async () => {
    await database.settled();
    expect(await checkInvariants(store, { hasWholeLog })).toEqual([]);
    await database[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
    expect(failures).toEqual([]);
  });
  return { database, store, runtime };
}
