// `--consumer`: what the consumer library costs beside a bare loop through the same SDK client, and how soon a
// handler has what was written.

import { join } from 'node:path';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { Child } from './child.ts';
import { clientConfig } from './client-config.ts';
import type { ConsumerRole, ReaderName, ReadSpeed } from './consumer-child.ts';
import {
  printLatencies,
  printReadSpeeds,
  type ReadRound,
  type ReadWorkload,
} from './consumer-report.ts';
import { startHeadwater } from './headwater-process.ts';
import type { Delays, LatencyRole } from './latency-child.ts';
import { createTableInput, sampleItem, type SampleItem } from './sample-data.ts';
import { scratchDirectory } from './scratch-directory.ts';

interface FilledWorkload extends ReadWorkload {
  readonly table: string;
  readonly images: boolean;
  item(key: number, version: number): SampleItem;
}

const RECORDS = 40_000;
const WARM_UP_RECORDS = 10_000;
const ITEMS = 1000;
const BATCH = 25;
/** Batches under way while a table is filled. */
const FILLERS = 8;

const small = (key: number, version: number): SampleItem => ({
  id: { S: `item-${key}` },
  version: { N: String(version) },
});

const WORKLOADS: readonly FilledWorkload[] = [
  { name: 'items of 1 KB, empty handler', table: 'large', images: false, item: sampleItem },
  { name: 'items of 20 bytes, empty handler', table: 'small', images: false, item: small },
  { name: 'items of 1 KB, as plain values', table: 'large', images: true, item: sampleItem },
];

export async function printConsumer(options: {
  readonly rounds: number;
  readonly only: string | undefined;
}): Promise<void> {
  const { rounds, only } = options;
  await using scratch = await scratchDirectory();
  const server = await startHeadwater(join(scratch.path, 'headwater'));
  await using child = server.child;
  if (only !== 'latency') printReadSpeeds(await readSpeeds(server.url, rounds));
  if (only !== 'throughput') printLatencies(await latencies(server.url));
  await child[Symbol.asyncDispose]();
}

async function readSpeeds(
  url: string,
  rounds: number,
): Promise<ReadonlyMap<ReadWorkload, readonly ReadRound[]>> {
  const streams = new Map<string, string>();
  for (const workload of WORKLOADS) {
    const { table } = workload;
    if (!streams.has(table)) streams.set(table, await fill(url, workload));
  }
  const measured = new Map<FilledWorkload, ReadRound[]>(WORKLOADS.map((each) => [each, []]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const [workload, done] of measured) {
      const { images, table } = workload;
      const run = async (reader: ReaderName): Promise<ReadSpeed> => {
        await using reading = new Child<ConsumerRole>(module('consumer-child.ts'));
        return await reading.ask('read', {
          reader,
          url,
          streamArn: streams.get(table) ?? '',
          application: `${workload.name} ${round}`,
          images,
          warmUpRecords: WARM_UP_RECORDS,
          records: RECORDS,
        });
      };
      done.push({
        bare: await run('bare'),
        consumer: await run('consumer'),
        readable: await run('readable'),
      });
    }
    console.log(`round ${round} of ${rounds}`);
  }
  return measured;
}

/** Writes so often that the stream has RECORDS, and resolves with its ARN. */
async function fill(url: string, { table, item }: FilledWorkload): Promise<string> {
  const dynamodb = new DynamoDB(clientConfig(url));
  const { TableDescription } = await dynamodb.createTable({
    ...structuredClone(createTableInput),
    TableName: table,
  } as Parameters<typeof dynamodb.createTable>[0]);
  let next = 0;
  const filler = async (): Promise<void> => {
    while (next < RECORDS) {
      const first = next;
      next += BATCH;
      const writes = Array.from({ length: BATCH }, (_, index) => ({
        PutRequest: {
          Item: item((first + index) % ITEMS, Math.floor((first + index) / ITEMS)) as never,
        },
      }));
      await dynamodb.batchWriteItem({ RequestItems: { [table]: writes } });
    }
  };
  await Promise.all(Array.from({ length: FILLERS }, filler));
  dynamodb.destroy();
  return TableDescription?.LatestStreamArn ?? '';
}

async function latencies(url: string): Promise<readonly Delays[]> {
  await using child = new Child<LatencyRole>(module('latency-child.ts'));
  return await child.ask('measure', url);
}

function module(name: string): URL {
  return new URL(name, import.meta.url);
}
