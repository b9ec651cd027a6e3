// A lease store of one's own: leases in a SQLite file, for workers on one machine.

import { DatabaseSync } from 'node:sqlite';
import type { ApplicationStart, Lease, LeaseStore } from '../../packages/consumer/src/index.ts';
import { leasesOn } from '../../packages/consumer/src/lease-storage.ts';

/** The start of an application is kept as the lease of a shard without a name. */
const startKey = '';

export function sqliteLeases(file: string): LeaseStore & Disposable {
  const database = new DatabaseSync(file, { timeout: 5000 });
  database.exec(`CREATE TABLE IF NOT EXISTS leases (
    application TEXT, shard TEXT, value TEXT NOT NULL, PRIMARY KEY (application, shard))`);
  const one = database.prepare('SELECT value FROM leases WHERE application = ? AND shard = ?');
  const all = database.prepare('SELECT value FROM leases WHERE application = ? AND shard <> ?');
  const put = database.prepare('INSERT OR REPLACE INTO leases VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM leases WHERE application = ? AND shard = ?');

  const read = <T>(application: string, shard: string): T | undefined => {
    const row = one.get(application, shard);
    return row === undefined ? undefined : (JSON.parse(String(row['value'])) as T);
  };

  /** All or nothing, and nobody else's change in between. */
  function atomically<T>(work: () => T): T {
    database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      database.exec('COMMIT');
      return result;
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  }

  const store = leasesOn({
    begin: async (application, start) =>
      atomically(() => {
        const stored = read<ApplicationStart>(application, startKey) ?? start;
        put.run(application, startKey, JSON.stringify(stored));
        return stored;
      }),
    list: async (application) =>
      all.all(application, startKey).map((row) => JSON.parse(String(row['value'])) as Lease),
    change: async (application, shardId, step) =>
      atomically(() => {
        const { lease, result } = step(read<Lease>(application, shardId));
        if (lease === undefined) remove.run(application, shardId);
        else put.run(application, shardId, JSON.stringify(lease));
        return result;
      }),
  });
  return { ...store, [Symbol.dispose]: () => database.close() };
}
