// One worker of a run, in a process that can be stopped and killed.

import type { ChangeRecord } from '../../src/change-record.ts';
import type { Runtime } from '../../src/clock.ts';
import { dynamodbLeases } from '../../src/dynamodb-leases.ts';
import { dynamodbStreamsSource } from '../../src/dynamodb-streams.ts';
import { type Handler, NotStarted } from '../../src/handler.ts';
import type { LeaseStore } from '../../src/lease-store.ts';
import { StreamConsumer } from '../../src/stream-consumer.ts';
import { type Process, process } from '../../src/testing/process.ts';
import type { SeededRandom } from '../../src/testing/seeded-random.ts';
import type { Calls } from './calls.ts';
import type { History } from './history.ts';
import type { RunSettings } from './settings.ts';
import type { Table } from './table.ts';
import type { WireClient } from './wire-client.ts';

interface Order {
  readonly id: string;
  readonly version: number;
}

/** Where a worker runs. */
export interface Surroundings {
  readonly settings: RunSettings;
  readonly random: SeededRandom;
  readonly runtime: Runtime;
  readonly calls: Calls;
  readonly history: History;
  readonly table: Table;
  readonly streams: WireClient;
  readonly dynamodb: WireClient;
  /** Of the runs that keep leases in memory. */
  readonly memory: LeaseStore;
  /** How much goes wrong now: the part of calls that fail. */
  readonly share: number;
}

export interface Member extends Process {
  readonly name: string;
  readonly consumer: StreamConsumer<ChangeRecord<Order>>;
}

/** Records of it fail for good. */
const isPoison = ({ id, version }: Order): boolean => id === 'item 0' && version % 5 === 0;

export const isWanted = (key: string): boolean => key !== 'item 1';

export function member(run: Surroundings, name: string): Member {
  const { settings, random, history, runtime, calls } = run;
  const inside = process(runtime);
  const { concurrency, watermarksMs, isFiltered, durationMs, checkpointMs } = settings;
  const { minPollMs, idlePollMs } = settings;
  const client = calls.through({ send: (command: never) => run.streams.send(command) });
  const consumer = new StreamConsumer<ChangeRecord<Order>>({
    application: 'simulation',
    worker: name,
    runtime: inside.runtime,
    source: inside.inside(
      dynamodbStreamsSource<Order>({
        client: client as never,
        streamArn: run.table.streamArn,
        polling: { minPollMs, idlePollMs, maxRecords: 20 },
      }),
    ),
    store: inside.inside(storeOf(run)),
    position: settings.position,
    batch: { size: settings.batchSize, windowMs: settings.windowMs, buffer: 20 },
    concurrencyPerShard: concurrency,
    leases: { durationMs, checkpointMs },
    sourceBackOff: { baseMs: 100, maxMs: 2000 },
    handler: handlerOf(run, name, inside),
    ...(isFiltered ? { filter: ({ keys }) => isWanted(keys.id ?? '') } : {}),
    failure: {
      bisect: settings.bisect || settings.hasPoison,
      backOff: { baseMs: 50, maxMs: 1000 },
      ...(settings.hasPoison
        ? {
            maxAttempts: 3,
            onGivenUp: ({ records }) => {
              if (run.random.chance(run.share)) throw new Error('The letter was not taken.');
              const of = { worker: name, begunAt: history.processed.length };
              history.done(records.map((record) => handOut(of, record)));
            },
          }
        : {}),
    },
    ...(watermarksMs === undefined
      ? {}
      : {
          watermarks: {
            everyMs: watermarksMs,
            graceMs: 2000,
            onWatermark({ shardId, time, isFinal }) {
              if (random.chance(run.share)) throw new Error('The mark was not taken.');
              history.marked(shardId, { time, isFinal });
            },
          },
        }),
    onEvent(event) {
      if (event.type === 'gap') history.gaps.push(event);
      if (event.type === 'lease-lost' || event.type === 'store-error') history.troubled.add(name);
      // What others finished before it was tried again is behind the checkpoint, should the shard change hands.
      if (event.type.startsWith('batch-') && concurrency > 1) history.troubled.add(name);
    },
  });
  return { ...inside, name, consumer };
}

function handOut(
  { worker, begunAt }: { readonly worker: string; readonly begunAt: number },
  { shardId, new: order, time }: ChangeRecord<Order>,
) {
  const { id = '', version = 0 } = order ?? {};
  return { worker, begunAt, shardId, key: id, version, time };
}

/** It takes a while, sometimes longer than a lease lasts, and fails in every way there is. */
function handlerOf(run: Surroundings, name: string, inside: Process): Handler<ChangeRecord<Order>> {
  const { settings, random, history } = run;
  const { watermarksMs = Infinity, leases, durationMs } = settings;
  return async ({ shardId, records }) => {
    history.handedOut(name, shardId, {
      isKnown: leases === 'memory',
      times: records.map(({ time }) => time),
      everyMs: watermarksMs,
    });
    const of = { worker: name, begunAt: history.processed.length };
    if (random.chance(run.share / 2)) throw new NotStarted();
    const isLong = random.chance(run.share / 10);
    await inside.runtime.clock.sleep(
      isLong ? 2 * durationMs : 1 + random.below(settings.handlerMs),
    );
    if (random.chance(run.share / 2)) throw new Error('It failed.');
    const failed = records.findIndex(
      (record) =>
        (settings.hasPoison && record.new !== undefined && isPoison(record.new)) ||
        random.chance(run.share / 2),
    );
    const done = failed < 0 ? records : records.slice(0, failed);
    history.done(done.map((record) => handOut(of, record)));
    return failed < 0
      ? undefined
      : { firstFailed: (records[failed] as ChangeRecord).sequenceNumber };
  };
}

/** One of them is shared memory that fails by chance, the other a table of the server, whose calls do. */
function storeOf(run: Surroundings): LeaseStore {
  const { settings, history, calls, runtime } = run;
  if (settings.leases === 'memory') return flaky(run, calls.through(history.watching(run.memory)));
  const client = calls.through({ send: (command: never) => run.dynamodb.send(command) });
  return history.watching(
    dynamodbLeases({ client: client as never, tableName: 'leases', runtime }),
  );
}

function flaky(run: Surroundings, store: LeaseStore): LeaseStore {
  return new Proxy(store, {
    get:
      (target, name: keyof LeaseStore) =>
      async (...args: unknown[]) => {
        const isBefore = run.random.chance(0.5);
        if (isBefore && run.random.chance(run.share)) throw new Error('The store is away.');
        const answer: unknown = await Reflect.apply(target[name] as () => unknown, target, args);
        if (run.random.chance(run.share)) throw new Error('The answer was lost.');
        return answer;
      },
  });
}
