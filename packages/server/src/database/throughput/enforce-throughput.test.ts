import { describe, expect, it } from 'vitest';
import { openTestDatabase, scope } from '../testing/open-test-database.ts';
import { tableOf } from '../testing/table-of.ts';

const slow = { billing: 'PROVISIONED', throughput: { readUnits: 1, writeUnits: 2 } } as const;
const refused = { refusal: { kind: 'throughput-exceeded' } };

async function openSlow() {
  const opened = await openTestDatabase({ enforceThroughput: true });
  const { database } = opened;
  await database.createTable(scope, tableOf('slow', slow));
  await database.createTable(scope, tableOf('free'));
  const item = { p: { S: 'a' } };
  const put = (table: string) => database.put(scope, { table, item, returnValues: 'NONE' });
  return { ...opened, item, put };
}

describe('enforced throughput', () => {
  it('refuses writes and reads apart, and changes nothing when it does', async () => {
    const { database, runtime, item, put } = await openSlow();
    await put('slow');
    await put('slow');
    const request = { table: 'slow', key: item, returnValues: 'NONE' } as const;
    await expect(database.delete(scope, request)).rejects.toMatchObject(refused);
    const get = { table: 'slow', key: item, consistent: true } as const;
    expect((await database.get(scope, get)).item).toBeDefined();
    await expect(database.scan(scope, { table: 'slow', consistent: true })).rejects.toMatchObject({
      refusal: { access: 'read' },
    });
    await runtime.clock.advance(1000);
    await database.delete(scope, request);
    for (let count = 0; count < 10; count += 1) await put('free');
  });

  it('leaves the throttled tables of a batch unprocessed', async () => {
    const { database, item, put } = await openSlow();
    await put('slow');
    await put('slow');
    const writes = [{ kind: 'put', item } as const];
    const batch = await database.batchWrite(scope, {
      tables: ['slow', 'free'].map((table) => ({ table, writes })),
    });
    expect(batch.unprocessed).toEqual(['slow']);
    expect(batch.capacity).toMatchObject([{ table: 'free', tableUnits: 1 }]);
    await expect(
      database.batchWrite(scope, { tables: [{ table: 'slow', writes }] }),
    ).rejects.toMatchObject(refused);
    const keys = [item];
    await database.get(scope, { table: 'slow', key: item, consistent: true });
    const got = await database.batchGet(scope, {
      tables: ['slow', 'free'].map((table) => ({ table, keys, consistent: true })),
    });
    expect(got.unprocessed).toEqual([{ table: 'slow', keyIndexes: [0] }]);
    expect(got.tables.map(({ items }) => items.length)).toEqual([1, 0]);
  });

  it('holds for PartiQL too', async () => {
    const { database, runtime } = await openSlow();
    const run = (statement: string) =>
      database.executeStatement(scope, { statement, consistent: true });
    await run(`INSERT INTO slow VALUE {'p': 'x'}`);
    await run(`DELETE FROM slow WHERE p = 'x'`);
    await expect(run(`INSERT INTO slow VALUE {'p': 'x'}`)).rejects.toMatchObject(refused);
    await run(`SELECT * FROM slow WHERE p = 'x'`);
    await expect(run('SELECT * FROM slow')).rejects.toMatchObject(refused);
    await expect(run('SELECT')).rejects.toThrow('Statement');
    const batch = (statement: string) =>
      database.batchExecuteStatement(scope, { statements: [{ statement, consistent: true }] });
    await expect(batch(`SELECT * FROM slow WHERE p = 'x'`)).rejects.toMatchObject(refused);
    expect((await batch('SELECT')).outcomes).toMatchObject([{ kind: 'failed' }]);
    await runtime.clock.advance(1000);
    const statements = [{ statement: `INSERT INTO slow VALUE {'p': 'y'}` }];
    expect(await database.executeTransaction(scope, { statements })).toMatchObject({
      kind: 'written',
    });
  });

  it('counts transactions, and holds them back as a whole', async () => {
    const { database, runtime, item } = await openSlow();
    const actions = (['slow', 'free'] as const).map(
      (table) => ({ kind: 'put', table, item }) as const,
    );
    await database.transactWrite(scope, { actions });
    const again = database.transactWrite(scope, { actions });
    await expect(again).rejects.toMatchObject({
      refusal: {
        kind: 'transaction-cancelled',
        reasons: [{ kind: 'throughput-exceeded', table: 'slow' }, { kind: 'none' }],
      },
    });
    await runtime.clock.advance(1000);
    await database.transactWrite(scope, { actions });
  });
});
