// How long an empty server takes to come up, and how much memory it has when it idles.

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startHeadwater } from './headwater-process.ts';
import { round } from './report.ts';
import { scratchDirectory } from './scratch-directory.ts';
import { spreadOf } from './statistics.ts';

const LAUNCHES = 7;
const IDLE_MS = 1000;

export async function printStartUp(): Promise<void> {
  await using scratch = await scratchDirectory();
  const launches: Launch[] = [];
  for (let index = 0; index < LAUNCHES; index += 1) {
    launches.push(await launch(join(scratch.path, String(index))));
  }
  console.log(`\nStart of an empty server, ${LAUNCHES} launches:`);
  console.table({
    'ms to the ready line, after Node has loaded': row(
      launches.map(({ ownMs }) => ownMs),
      '< 300',
    ),
    'ms to the ready line, in all': row(
      launches.map(({ totalMs }) => totalMs),
      '',
    ),
    'MB of memory when idle (RSS)': row(
      launches.map(({ rssMegabytes }) => rssMegabytes),
      '< 120',
    ),
  });
}

interface Launch {
  readonly ownMs: number;
  readonly totalMs: number;
  readonly rssMegabytes: number;
}

async function launch(dataDir: string): Promise<Launch> {
  const server = await startHeadwater(dataDir);
  await using child = server.child;
  await sleep(IDLE_MS);
  const { rssBytes } = await child.vitals();
  return {
    ownMs: server.ownStartMs,
    totalMs: server.startMs,
    rssMegabytes: rssBytes / 1_000_000,
  };
}

function row(values: readonly number[], aim: string) {
  const { median, min, max } = spreadOf(values);
  return { median: round(median), min: round(min), max: round(max), aim };
}
