// `--large`: what a large table costs beside a small one. Both are filled in process and scanned there;
// then each is served by a process of its own, and the two take turns at the same reads.

import { join } from 'node:path';
import { Child } from './child.ts';
import { startHeadwater, type HeadwaterProcess } from './headwater-process.ts';
import type { LargeRole } from './large-child.ts';
import { COLLECTION_ITEMS, largeRead, type LargeRead } from './large-data.ts';
import {
  printLatencies,
  printMemory,
  printScans,
  type LargeRound,
  type ScanRound,
  type Served,
} from './large-report.ts';
import type { LoadRole } from './load-child.ts';
import { underLoad } from './measure.ts';
import { scratchDirectory } from './scratch-directory.ts';

interface LargeOptions {
  readonly itemCount: number;
  readonly rounds: number;
  readonly measureMs: number;
}

const SMALL_COUNT = 10_000;
const SCAN_ROUNDS = 3;
const WARM_UP_MS = 500;
const READS: readonly LargeRead[] = ['Query', 'GetItem'];

/** `itemCount` is a multiple of 100, and not below the small table's 10,000. */
export async function printLarge(options: LargeOptions): Promise<void> {
  const { itemCount } = options;
  if (!(itemCount >= SMALL_COUNT && itemCount % COLLECTION_ITEMS === 0)) {
    throw new Error(`--items takes multiples of ${COLLECTION_ITEMS} from ${SMALL_COUNT}`);
  }
  await using scratch = await scratchDirectory();
  const small = { dataDir: join(scratch.path, 'small'), itemCount: SMALL_COUNT };
  const large = { dataDir: join(scratch.path, 'large'), itemCount };
  for (const table of [small, large]) await fill(table);
  printScans(await scanRounds(large));
  await measureServers([small, large], options);
}

interface Table {
  readonly dataDir: string;
  readonly itemCount: number;
}

async function fill(table: Table): Promise<void> {
  await using child = largeChild();
  const elapsedMs = await child.ask('fill', table);
  const seconds = (elapsedMs / 1000).toFixed(1);
  const microseconds = Math.round((1000 * elapsedMs) / table.itemCount);
  console.log(`${table.itemCount} items filled in ${seconds} s, ${microseconds} us an item`);
}

async function scanRounds({ dataDir, itemCount }: Table): Promise<ScanRound[]> {
  await using child = largeChild();
  const rounds: ScanRound[] = [];
  for (let index = 0; index < SCAN_ROUNDS; index += 1) {
    const scan = await child.ask('scan', dataDir);
    if (scan.count !== itemCount) throw new Error(`the scan found ${scan.count} items`);
    rounds.push({
      scan,
      rowsInKeyOrder: await child.ask('copyRows', { dataDir, order: 'key' }),
      rowsInFileOrder: await child.ask('copyRows', { dataDir, order: 'file' }),
      buffers: await child.ask('copyBuffers', scan),
    });
  }
  return rounds;
}

async function measureServers(
  [small, large]: readonly [Table, Table],
  options: LargeOptions,
): Promise<void> {
  await using open = new AsyncDisposableStack();
  const load = open.use(new Child<LoadRole>(new URL('load-child.ts', import.meta.url)));
  const servers = {
    small: await startHeadwater(small.dataDir),
    large: await startHeadwater(large.dataDir),
  };
  open.use(servers.small.child);
  open.use(servers.large.child);
  const rounds = new Map<LargeRead, LargeRound[]>(READS.map((read) => [read, []]));
  for (let index = 0; index < options.rounds; index += 1) {
    for (const [read, done] of rounds) {
      const served = (server: HeadwaterProcess, table: Table) =>
        serve(load, server, { ...largeRead(read, table.itemCount), ...options });
      done.push({
        small: await served(servers.small, small),
        large: await served(servers.large, large),
      });
    }
  }
  printLatencies(rounds);
  printMemory(rounds);
}

async function serve(
  load: Child<LoadRole>,
  server: HeadwaterProcess,
  read: ReturnType<typeof largeRead> & LargeOptions,
): Promise<Served> {
  const { requests, fields, measureMs } = read;
  // One request at a time: what counts is how long one takes, not how long it queues.
  const settings = { connections: 1, firstVersion: 0, warmUpMs: WARM_UP_MS, measureMs };
  const sample = await underLoad(load, server, { requests, fields, ...settings });
  const { rssBytes, ownBytes } = await server.child.vitals();
  return { sample, rssBytes, ownBytes };
}

function largeChild(): Child<LargeRole> {
  return new Child<LargeRole>(new URL('large-child.ts', import.meta.url));
}
