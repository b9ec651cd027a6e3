// `--triggers`: how soon a function has what was written, how many records a second it gets, and what idle
// triggers cost.

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { Lambda } from '@aws-sdk/client-lambda';
import { clientConfig } from './client-config.ts';
import { type HeadwaterProcess, startHeadwater } from './headwater-process.ts';
import { round } from './report.ts';
import { createTableInput, sampleItem } from './sample-data.ts';
import { scratchDirectory } from './scratch-directory.ts';
import { spreadOf } from './statistics.ts';
import type { Call, Told } from './trigger-function.ts';

const WRITES = 200;
const PAUSE_MS = [20, 80] as const;
const RECORDS = 40_000;
const WARM_UP_RECORDS = 10_000;
const ITEMS = 1000;
const BATCH = 25;
const FILLERS = 8;
const MAPPINGS = 50;
const IDLE_MS = 10_000;
const PARSE_MS = 2000;

interface Bench {
  readonly server: HeadwaterProcess;
  readonly dynamodb: DynamoDB;
  readonly lambda: Lambda;
}

export async function printTriggers({ rounds }: { readonly rounds: number }): Promise<void> {
  await using scratch = await scratchDirectory();
  const server = await startHeadwater(join(scratch.path, 'headwater'));
  await using child = server.child;
  const dynamodb = new DynamoDB(clientConfig(server.url));
  const lambda = new Lambda(clientConfig(server.url));
  const bench = { server, dynamodb, lambda };
  await printIdle(bench);
  await printLatency(bench);
  for (let count = 1; count <= rounds; count += 1) await printThroughput(bench, count);
  dynamodb.destroy();
  lambda.destroy();
  await child[Symbol.asyncDispose]();
}

/** CPU of the server, in milliseconds a second, with and without mappings that nothing happens to. */
async function printIdle(bench: Bench): Promise<void> {
  const before = await idleCpu(bench);
  await addFunction(bench, 'idle');
  for (let index = 0; index < MAPPINGS; index += 1) {
    await map(bench, 'idle', await makeTable(bench, `idle-${index}`));
  }
  await sleep(1000);
  const after = await idleCpu(bench);
  console.log(`\nIdle for ${IDLE_MS / 1000} s: CPU of the server, ms a second`);
  console.table({
    'without a mapping': { 'CPU ms/s': round(before) },
    [`with ${MAPPINGS} mappings of ${MAPPINGS} tables`]: { 'CPU ms/s': round(after) },
  });
}

async function idleCpu({ server }: Bench): Promise<number> {
  const before = await server.child.vitals();
  await sleep(IDLE_MS);
  const after = await server.child.vitals();
  return (after.cpuMicroseconds - before.cpuMicroseconds) / IDLE_MS;
}

async function printLatency(bench: Bench): Promise<void> {
  const { dynamodb } = bench;
  await addFunction(bench, 'latency');
  await map(bench, 'latency', await makeTable(bench, 'latency'));
  const sentAt = new Map<string, number>();
  const acknowledged: number[] = [];
  const write = async (id: string): Promise<void> => {
    const sent = now();
    sentAt.set(id, sent);
    await dynamodb.putItem({ TableName: 'latency', Item: { id: { S: id } } });
    acknowledged.push(now() - sent);
  };
  for (let count = 0; count < 20; count += 1) await write(`warm-up ${count}`);
  await sleep(2000);
  await told(bench, 'latency');
  acknowledged.length = 0;
  for (let count = 0; count < WRITES; count += 1) {
    const [least, most] = PAUSE_MS;
    await sleep(least + (most - least) * Math.random());
    await write(`write ${count}`);
  }
  await sleep(500);
  const { calls } = await told(bench, 'latency');
  const begun = calls.map(({ at, first }) => at - (sentAt.get(first) ?? Number.NaN));
  console.log(`\n${calls.length} calls for ${WRITES} writes, warm: ms from sending a write`);
  console.table({ acknowledged: quantiles(acknowledged), 'handler begins': quantiles(begun) });
}

async function printThroughput(bench: Bench, count: number): Promise<void> {
  const name = `throughput-${count}`;
  const stream = await makeTable(bench, name);
  await fill(bench, name);
  await addFunction(bench, name);
  const server = (await bench.server.child.vitals()).cpuMicroseconds;
  const uuid = await map(bench, name, stream);
  // Nobody else calls the function meanwhile: that would be another process.
  while ((await lagOf(bench, uuid)) > 0) await sleep(500);
  await sleep(500);
  const { calls, cpuMicroseconds: used } = await told(bench, name);
  const serverUsed = (await bench.server.child.vitals()).cpuMicroseconds - server;
  const { parsing } = await told(bench, name, PARSE_MS);
  const { recordsPerSecond: parsed, cpuMicroseconds: parsedCpu } = parsing ?? notMeasured;
  const speed = speedOf(calls);
  console.log(
    `\nRound ${count}: ${RECORDS} records of 1 KB items, batches of ${calls[0]?.records}`,
  );
  console.table({
    'the function, called by its trigger': {
      'records/s': Math.round(speed),
      'share of parsing': `${Math.round((100 * speed) / parsed)} %`,
      'CPU us a record': round(used / RECORDS),
    },
    'the same process, parsing such events': {
      'records/s': Math.round(parsed),
      'share of parsing': '100 %',
      'CPU us a record': round(parsedCpu),
    },
    'the server': { 'CPU us a record': round(serverUsed / RECORDS) },
  });
}

const notMeasured = { recordsPerSecond: Number.NaN, cpuMicroseconds: Number.NaN };

/** Records a second behind the warm-up. */
function speedOf(calls: readonly Call[]): number {
  let seen = 0;
  const warm = calls.findIndex(({ records }) => (seen += records) >= WARM_UP_RECORDS);
  const first = calls[warm + 1];
  const last = calls.at(-1);
  if (first === undefined || last === undefined) return Number.NaN;
  const between = calls.slice(warm + 1, -1).reduce((sum, { records }) => sum + records, 0);
  return (1000 * between) / (last.at - first.at);
}

async function makeTable({ dynamodb }: Bench, TableName: string): Promise<string> {
  const input = structuredClone(createTableInput) as Parameters<DynamoDB['createTable']>[0];
  const { TableDescription } = await dynamodb.createTable({ ...input, TableName });
  return TableDescription?.LatestStreamArn ?? '';
}

async function fill({ dynamodb }: Bench, table: string): Promise<void> {
  let next = 0;
  const filler = async (): Promise<void> => {
    while (next < RECORDS) {
      const first = next;
      next += BATCH;
      const writes = Array.from({ length: BATCH }, (_, index) => {
        const number = first + index;
        const Item = sampleItem(number % ITEMS, Math.floor(number / ITEMS)) as never;
        return { PutRequest: { Item } };
      });
      await dynamodb.batchWriteItem({ RequestItems: { [table]: writes } });
    }
  };
  await Promise.all(Array.from({ length: FILLERS }, filler));
}

async function addFunction({ server }: Bench, name: string): Promise<void> {
  const handler = fileURLToPath(new URL('trigger-function.ts', import.meta.url));
  const response = await fetch(`${server.url}/_headwater/functions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ action: 'add', name, handler }),
  });
  if (!response.ok) throw new Error(await response.text());
}

async function lagOf({ server }: Bench, uuid: string): Promise<number> {
  const response = await fetch(`${server.url}/_headwater/mappings/${uuid}`);
  const { mapping } = (await response.json()) as {
    readonly mapping: { readonly lagRecords: number };
  };
  return mapping.lagRecords;
}

async function map({ lambda }: Bench, name: string, stream: string): Promise<string> {
  const { UUID } = await lambda.createEventSourceMapping({
    FunctionName: name,
    EventSourceArn: stream,
    StartingPosition: 'TRIM_HORIZON',
    BatchSize: 100,
  });
  return UUID ?? '';
}

async function told({ lambda }: Bench, name: string, parseMs = 0): Promise<Told> {
  const Payload = Buffer.from(JSON.stringify({ parseMs }));
  const { Payload: answer } = await lambda.invoke({ FunctionName: name, Payload });
  return JSON.parse(Buffer.from(answer ?? []).toString('utf8')) as Told;
}

function quantiles(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b);
  const { median, max } = spreadOf(sorted);
  const p90 = sorted[Math.floor(0.9 * sorted.length)] ?? Number.NaN;
  return { median: round(median), p90: round(p90), max: round(max) };
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
