import { describe, expect, it } from 'vitest';
import { decodeRecord } from '../../model/catalog-json.ts';
import { garbageRange, itemsRange, shardsRange, streamsRange } from '../../model/storage-keys.ts';
import type { ShardDefinition, StreamDefinition } from '../../model/stream.ts';
import type { Store } from '../../store/store.ts';
import type { NewTable } from '../database.ts';
import { readAll } from '../../store/read-all.ts';
import { openTestDatabase, scope } from '../testing/open-test-database.ts';
import { tableOf } from '../testing/table-of.ts';

const streamed = { enabled: true, viewType: 'NEW_AND_OLD_IMAGES' } as const;

async function records<T extends object>(
  store: Store,
  range: ReturnType<typeof streamsRange>,
): Promise<T[]> {
  const found: T[] = [];
  for await (const [, value] of readAll(store, range)) found.push(decodeRecord<T>(value));
  return found;
}

async function shardsOf(store: Store, table: string): Promise<ShardDefinition[]> {
  const streams = await records<StreamDefinition>(store, streamsRange(scope, table));
  const shards = await Promise.all(
    streams.map((stream) => records<ShardDefinition>(store, shardsRange(stream))),
  );
  return shards.flat();
}

describe('tables', () => {
  it('are created, described, listed in order and deleted', async () => {
    const { database, store } = await openTestDatabase();
    for (const name of ['ccc', 'aaa', 'bbb', 'a.b']) {
      expect((await database.createTable(scope, tableOf(name))).status).toBe('CREATING');
    }
    expect(await database.listTables(scope, { limit: 2 })).toEqual({
      names: ['a.b', 'aaa'],
      more: true,
    });
    expect(await database.listTables(scope, { limit: 2, after: 'aaa' })).toEqual({
      names: ['bbb', 'ccc'],
      more: false,
    });
    expect(await database.listTables({ ...scope, region: 'other' }, { limit: 2 })).toEqual({
      names: [],
      more: false,
    });
    const item = { p: { S: 'x' }, v: { S: 'y' } };
    await database.put(scope, { table: 'aaa', item, returnValues: 'NONE' });
    expect(await database.describeTable(scope, 'aaa')).toMatchObject({
      status: 'ACTIVE',
      itemCount: 1,
      sizeBytes: 4,
    });
    expect((await database.deleteTable(scope, 'aaa')).status).toBe('DELETING');
    await expect(database.describeTable(scope, 'aaa')).rejects.toMatchObject({
      refusal: { kind: 'table-not-found' },
    });
    await database.settled();
    expect(await records(store, garbageRange())).toEqual([]);
    expect(await records(store, itemsRange(2))).toEqual([]);
  });

  it('are made once, and start empty when made again', async () => {
    const { database } = await openTestDatabase();
    await database.createTable(scope, tableOf('t'));
    await expect(database.createTable(scope, tableOf('t'))).rejects.toMatchObject({
      refusal: { kind: 'table-exists' },
    });
    const item = { p: { S: 'x' } };
    await database.put(scope, { table: 't', item, returnValues: 'NONE' });
    await database.deleteTable(scope, 't');
    await database.createTable(scope, tableOf('t'));
    expect(
      (await database.get(scope, { table: 't', key: item, consistent: true })).item,
    ).toBeUndefined();
  });

  it('take their time when transitions have one', async () => {
    const { database, runtime } = await openTestDatabase({ transitionMs: 5000 });
    await database.createTable(scope, tableOf('t'));
    const item = { p: { S: 'x' } };
    const put = () => database.put(scope, { table: 't', item, returnValues: 'NONE' });
    expect((await database.describeTable(scope, 't')).status).toBe('CREATING');
    await expect(put()).rejects.toMatchObject({ refusal: { kind: 'table-not-found' } });
    await expect(database.deleteTable(scope, 't')).rejects.toMatchObject({
      refusal: { kind: 'table-busy', status: 'CREATING' },
    });
    await runtime.clock.advance(5000);
    expect((await database.describeTable(scope, 't')).status).toBe('ACTIVE');
    await put();
    await database.updateTable(scope, 't', { stream: streamed });
    expect((await database.describeTable(scope, 't')).status).toBe('UPDATING');
    await put();
    await runtime.clock.advance(5000);
    await database.deleteTable(scope, 't');
    expect((await database.describeTable(scope, 't')).status).toBe('DELETING');
    await expect(database.createTable(scope, tableOf('t'))).rejects.toMatchObject({
      refusal: { kind: 'table-exists' },
    });
    await runtime.clock.advance(5000);
    await expect(database.describeTable(scope, 't')).rejects.toMatchObject({
      refusal: { kind: 'table-not-found' },
    });
    expect(await database.listTables(scope, { limit: 10 })).toEqual({ names: [], more: false });
    await database.createTable(scope, tableOf('t'));
  });

  it('are protected from deletion when asked to be', async () => {
    const { database } = await openTestDatabase();
    await database.createTable(scope, tableOf('t', { deletionProtection: true }));
    await expect(database.deleteTable(scope, 't')).rejects.toMatchObject({
      refusal: { kind: 'deletion-protected' },
    });
    await database.updateTable(scope, 't', { deletionProtection: false });
    await database.deleteTable(scope, 't');
  });

  it.each([
    [{ keySchema: [{ name: 'p', role: 'RANGE' }] }, 'The first KeySchemaElement is not a HASH'],
    [{ attributes: [] }, 'Some index key attribute have no definition'],
    [
      { attributes: [{ name: 'q', type: 'S' }] },
      'Some index key attributes are not defined in AttributeDefinitions. Keys: [p], AttributeDefinitions: [q]',
    ],
    [
      {
        attributes: [
          { name: 'p', type: 'S' },
          { name: 'q', type: 'S' },
        ],
      },
      'Number of attributes in KeySchema does not exactly match',
    ],
    [{ throughput: { readUnits: 1, writeUnits: 1 } }, 'when BillingMode is PAY_PER_REQUEST'],
    [{ billing: 'PROVISIONED' }, 'must both be specified when BillingMode is PROVISIONED'],
    [{ stream: { enabled: false, viewType: 'KEYS_ONLY' } }, 'with a stream disabled'],
    [{ stream: { enabled: true } }, 'created with a stream enabled, UpdateViewType is required'],
    [
      { tags: [{ key: 'headwater:partitions', value: '0' }] },
      'a number of partitions from 1 to 1000',
    ],
  ] as const)('are refused with %j', async (difference, message) => {
    const { database } = await openTestDatabase();
    await expect(
      database.createTable(scope, { ...tableOf('t'), ...(difference as Partial<NewTable>) }),
    ).rejects.toThrow(message);
    expect((await database.listTables(scope, { limit: 10 })).names).toEqual([]);
  });
});

describe('streams of a table', () => {
  it('are enabled with a view type, and disabled without one', async () => {
    const { database } = await openTestDatabase();
    await database.createTable(scope, tableOf('t'));
    await expect(database.updateTable(scope, 't', { stream: { enabled: true } })).rejects.toThrow(
      'If stream is being enabled then UpdateViewType is required',
    );
    const viewType = 'KEYS_ONLY';
    await database.updateTable(scope, 't', { stream: { enabled: true, viewType } });
    await expect(
      database.updateTable(scope, 't', { stream: { enabled: false, viewType } }),
    ).rejects.toThrow('If stream is being disabled, then UpdateViewType must not be specified');
    expect((await database.describeTable(scope, 't')).definition.stream?.viewType).toBe(viewType);
  });

  it('open one shard a partition and close where they were disabled', async () => {
    const { database, store } = await openTestDatabase({ partitions: 2, logEverything: true });
    await database.createTable(scope, tableOf('t'));
    const put = (name: string) =>
      database.put(scope, { table: 't', item: { p: { S: name } }, returnValues: 'NONE' });
    for (const name of ['a', 'b', 'c', 'd']) await put(name);
    await database.updateTable(scope, 't', { stream: streamed });
    await expect(database.updateTable(scope, 't', { stream: streamed })).rejects.toMatchObject({
      refusal: { kind: 'stream-enabled' },
    });
    const opened = await shardsOf(store, 't');
    expect(opened.map(({ lane }) => lane).toSorted()).toEqual(['t1/0', 't1/1']);
    expect(opened.reduce((sum, { after }) => sum + after, 0)).toBe(4);
    for (const name of ['e', 'f', 'g']) await put(name);
    const disabled = await database.updateTable(scope, 't', { stream: { enabled: false } });
    expect(disabled.definition.stream).toBeUndefined();
    expect(disabled.definition.latestStreamLabel).toBeDefined();
    await put('h');
    const closed = await shardsOf(store, 't');
    expect(closed.reduce((sum, { after, end }) => sum + (end ?? 0) - after, 0)).toBe(3);
    await expect(
      database.updateTable(scope, 't', { stream: { enabled: false } }),
    ).rejects.toMatchObject({ refusal: { kind: 'stream-not-enabled' } });
  });

  it('never share a label, even while the clock stands still', async () => {
    const { database, store } = await openTestDatabase();
    for (let round = 0; round < 3; round += 1) {
      await database.createTable(scope, tableOf('t', { stream: streamed }));
      await database.updateTable(scope, 't', { stream: { enabled: false } });
      await database.updateTable(scope, 't', { stream: streamed });
      await database.deleteTable(scope, 't');
    }
    const streams = await records<StreamDefinition>(store, streamsRange(scope, 't'));
    expect(new Set(streams.map(({ label }) => label)).size).toBe(6);
    expect((await shardsOf(store, 't')).every(({ end }) => end !== undefined)).toBe(true);
  });

  it('cost nothing in the log where none is enabled', async () => {
    const { database, store } = await openTestDatabase({ logEverything: false });
    // The invariant needs the whole log, so this table goes before the check.
    await database.createTable(scope, tableOf('t'));
    await database.put(scope, { table: 't', item: { p: { S: 'a' } }, returnValues: 'NONE' });
    expect((await store.readLog('t1/0', 0, { count: 1, bytes: 1 })).head).toBe(0);
    await database.deleteTable(scope, 't');
  });
});
