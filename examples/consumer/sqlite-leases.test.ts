// The store is tested as every lease store is.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { leaseStoreContract } from '../../packages/consumer/src/lease-store-contract.ts';
import { sqliteLeases } from './sqlite-leases.ts';

const inSqlite = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-example-'));
  const resources = new AsyncDisposableStack();
  resources.defer(() => rm(folder, { recursive: true }));
  const again = () => resources.use(sqliteLeases(join(folder, 'leases.db')));
  return { store: again(), again, [Symbol.asyncDispose]: () => resources.disposeAsync() };
};

leaseStoreContract('in SQLite', inSqlite, { describe, test });
