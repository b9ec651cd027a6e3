// The database and its log without the wire, on a clock that stands still. Two ways to restart: the whole
// data directory is closed and opened again, or only what works on the store.

import { utf8Text } from '../../src/base/bytes.ts';
import { manualRuntime } from '../../src/base/manual-runtime.ts';
import { checkInvariants } from '../../src/database/check-invariants.ts';
import type { BatchWriteRequest, TransactAction } from '../../src/database/database.ts';
import { type OpenDatabase, openDatabase } from '../../src/database/open-database.ts';
import { openStreamLog } from '../../src/log/open-stream-log.ts';
import type { StreamLog } from '../../src/log/stream-log.ts';
import { InvalidInput } from '../../src/model/invalid-input.ts';
import type { ShardDefinition } from '../../src/model/stream.ts';
import { streamArn } from '../../src/model/stream.ts';
import type { TableDefinition } from '../../src/model/table.ts';
import { openSqliteStore } from '../../src/store/sqlite/open-sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { Refused } from '../../src/write/refusal.ts';
import type { Answer, Item } from './model-state.ts';
import { seenRecord, type WireRecord } from './records.ts';
import { retentionTag, type System, tableName as table, type Write } from './system.ts';

type BatchedWrite = BatchWriteRequest['tables'][number]['writes'][number];

const scope = { account: '000000000000', region: 'us-east-1' };

export interface InProcessOptions {
  /** In memory unless given. */
  readonly dataDir: string | undefined;
  readonly startAt: number;
  readonly lifetimeMs: number;
  readonly retentionMs: number;
}

interface Opened {
  readonly store: Store;
  readonly database: OpenDatabase;
  readonly streams: StreamLog;
}

export async function inProcess(asked: InProcessOptions): Promise<System> {
  const { dataDir, startAt, lifetimeMs: shardLifetimeMs, retentionMs } = asked;
  const runtime = manualRuntime({ startAt });
  const failures: string[] = [];
  const openStore = (): Promise<Store> =>
    openSqliteStore({
      location: dataDir === undefined ? 'memory' : { dataDir },
      durability: 'os',
    });
  async function open(store: Store): Promise<Opened> {
    const database = openDatabase({
      store,
      runtime,
      options: {
        partitions: 1,
        transitionMs: 0,
        logEverything: false,
        shardLifetimeMs,
        retentionMs,
      },
      onFailure: (error) => failures.push(String(error)),
    });
    await database.settled();
    return { store, database, streams: await openStreamLog(store, runtime) };
  }
  let now = await open(await openStore());
  let leave = runtime.clock.join(() => now.database.settled());

  async function answer<T>(run: (opened: Opened) => Promise<T>): Promise<Answer<T>> {
    try {
      return { value: await run(now) };
    } catch (error) {
      if (error instanceof Refused) return { refused: error.refusal.kind };
      if (error instanceof InvalidInput) return { refused: 'invalid' };
      throw error;
    } finally {
      await now.database.settled();
    }
  }
  const done = (run: (database: OpenDatabase) => Promise<unknown>): Promise<Answer<undefined>> =>
    answer(async ({ database }) => {
      await run(database);
      return undefined;
    });
  const ids = (
    run: (database: OpenDatabase) => Promise<readonly ShardDefinition[]>,
  ): Promise<Answer<string[]>> =>
    answer(async ({ database }) => (await run(database)).map(({ id }) => id));
  const choice = (shard: string | undefined) => ({
    table,
    ...(shard === undefined ? {} : { shard }),
  });

  return {
    createTable: ({ partitions, viewType, retention }) =>
      answer(async ({ database }) => {
        const { definition } = await database.createTable(scope, {
          name: table,
          keySchema: [{ name: 'p', role: 'HASH' }],
          attributes: [{ name: 'p', type: 'S' }],
          billing: 'PAY_PER_REQUEST',
          tags: [
            { key: 'headwater:partitions', value: String(partitions) },
            ...(retention === undefined ? [] : [{ key: retentionTag, value: retention }]),
          ],
          ...(viewType === undefined ? {} : { stream: { enabled: true, viewType } }),
        });
        return arnOf(definition);
      }),
    setStream: (viewType) =>
      answer(async ({ database }) => {
        const { definition } = await database.updateTable(scope, table, {
          stream: viewType === undefined ? { enabled: false } : { enabled: true, viewType },
        });
        return arnOf(definition);
      }),
    deleteTable: () => done((database) => database.deleteTable(scope, table)),
    setRetention: (value) =>
      done((database) =>
        value === undefined
          ? database.untagTable(scope, table, [retentionTag])
          : database.tagTable(scope, table, [{ key: retentionTag, value }]),
      ),
    setTimeToLive: (enabled) =>
      done((database) => database.changeTimeToLive(scope, table, { enabled, attribute: 'due' })),
    setRecovery: (enabled) =>
      done((database) => database.updateContinuousBackups(scope, { table, enabled })),

    write: (write) => done((database) => writeOne(database, write)),
    batch: (writes) =>
      done((database) =>
        database.batchWrite(scope, { tables: [{ table, writes: batchOf(writes) }] }),
      ),
    transact: (writes) =>
      done((database) => database.transactWrite(scope, { actions: writes.map(actionOf) })),
    items: () =>
      answer(async ({ database }) => {
        const page = await database.scan(scope, { table, consistent: true });
        return page.items.map((json) => JSON.parse(utf8Text(json)) as Item);
      }),

    split: (shard) => ids((database) => database.splitShards(scope, choice(shard))),
    roll: (shard) => ids((database) => database.rollShards(scope, choice(shard))),
    expire: (shard) => ids((database) => database.expireIterators(scope, choice(shard))),
    trim: (shard, upTo) =>
      ids((database) =>
        database.trimShards(scope, { ...choice(shard), ...(upTo === undefined ? {} : { upTo }) }),
      ),

    async listStreams() {
      const { streams } = await now.streams.listStreams(scope, { table, limit: 1000 });
      return streams.map(streamArn);
    },
    describe: (arn, page) =>
      answer(async ({ streams }) => {
        const { definition, status, shards, more } = await streams.describeStream(scope, arn, {
          limit: page.limit,
          ...(page.after === undefined ? {} : { afterShard: page.after }),
          ...(page.childrenOf === undefined ? {} : { childrenOf: page.childrenOf }),
        });
        return {
          status,
          viewType: definition.viewType,
          shards: shards.map((shard) => ({
            id: shard.definition.id,
            parent: shard.definition.parent,
            start: shard.startingSequenceNumber,
            end: shard.endingSequenceNumber,
          })),
          more,
        };
      }),
    iterator: (arn, shard, position) =>
      answer(({ streams }) => streams.shardIterator(scope, { arn, shard, position })),
    read: (iterator, limit) =>
      answer(async ({ streams }) => {
        const page = await streams.records(scope, { iterator, limit });
        const records = JSON.parse(utf8Text(page.records)) as WireRecord[];
        return { records: records.map(seenRecord), next: page.nextIterator };
      }),

    advance: (ms) => runtime.clock.advance(ms),
    async restart(afterMs) {
      leave();
      await now.database[Symbol.asyncDispose]();
      if (dataDir !== undefined) await now.store[Symbol.asyncDispose]();
      await runtime.clock.advance(afterMs);
      now = await open(dataDir === undefined ? now.store : await openStore());
      leave = runtime.clock.join(() => now.database.settled());
    },
    async problems() {
      return [...failures, ...(await checkInvariants(now.store, { hasWholeLog: false }))];
    },
    async [Symbol.asyncDispose]() {
      leave();
      await now.database[Symbol.asyncDispose]();
      await now.store[Symbol.asyncDispose]();
    },
  };
}

function arnOf({ name, stream }: TableDefinition): string | undefined {
  if (stream === undefined) return undefined;
  return streamArn({ ...scope, table: name, label: stream.label });
}

async function writeOne(database: OpenDatabase, write: Write): Promise<void> {
  const returnValues = 'NONE';
  const action = actionOf(write);
  if (action.kind === 'put') await database.put(scope, { ...action, returnValues });
  else if (action.kind === 'update') await database.update(scope, { ...action, returnValues });
  else await database.delete(scope, { ...action, returnValues });
}

function actionOf(write: Write): TransactAction {
  switch (write.kind) {
    case 'put': {
      const { item, ifAbsent } = write;
      const condition = ifAbsent ? { condition: 'attribute_not_exists(p)' } : {};
      return { kind: 'put', table, item, ...condition };
    }
    case 'delete':
      return { kind: 'delete', table, key: keyOf(write) };
    case 'check': {
      const condition = `attribute_${write.isThere ? '' : 'not_'}exists(p)`;
      return { kind: 'check', table, key: keyOf(write), condition };
    }
    case 'update': {
      const { expression: update, values } = write;
      const placed = values === undefined ? {} : { values };
      return { kind: 'update', table, key: keyOf(write), update, ...placed };
    }
  }
}

function batchOf(writes: readonly Write[]): BatchedWrite[] {
  return writes.flatMap((write): BatchedWrite[] => {
    if (write.kind === 'put') return [{ kind: 'put', item: write.item }];
    return write.kind === 'delete' ? [{ kind: 'delete', key: keyOf(write) }] : [];
  });
}

function keyOf({ key }: { readonly key: string }): Item {
  return { p: { S: key } };
}
