// The three workloads in rounds. In a round each contestant has its turn right after the other, so that
// a machine that slows down slows all of them down, and ratios are taken round by round.

import { join } from 'node:path';
import { Child } from './child.ts';
import type { BareRole } from './bare-child.ts';
import type { EngineRole } from './engine-child.ts';
import { startHeadwater } from './headwater-process.ts';
import type { LoadRole } from './load-child.ts';
import { measure, type Contestants } from './measure.ts';
import type { Round, WorkloadResult } from './report.ts';
import { scratchDirectory } from './scratch-directory.ts';
import { prepareWorkloads, type Workload, type WorkloadName } from './workloads.ts';

export interface ThroughputOptions {
  readonly rounds: number;
  readonly measureMs: number;
  readonly connections: number;
  readonly only: WorkloadName | undefined;
}

const WARM_UP_MS = 500;
/** More than one run can use up. */
const VERSIONS_PER_RUN = 10_000_000;

export async function measureThroughput(options: ThroughputOptions): Promise<WorkloadResult[]> {
  await using scratch = await scratchDirectory();
  await using open = new AsyncDisposableStack();
  const headwater = await startHeadwater(join(scratch.path, 'headwater'));
  open.use(headwater.child);
  const load = open.use(new Child<LoadRole>(module('load-child.ts')));
  const bare = open.use(new Child<BareRole>(module('bare-child.ts')));
  const engine = open.use(new Child<EngineRole>(module('engine-child.ts')));
  await engine.ask('open', join(scratch.path, 'engine'));
  const port = await bare.ask('listen', undefined);
  const contestants: Contestants = { load, headwater, bare: { child: bare, port }, engine };

  const prepared = await prepareWorkloads(headwater.url);
  const workloads = prepared.filter(
    ({ name }) => options.only === undefined || name === options.only,
  );
  const rounds = new Map<Workload, Round[]>(workloads.map((workload) => [workload, []]));
  for (let index = 0; index < options.rounds; index += 1) {
    for (const [workload, done] of rounds) {
      done.push(await oneRound(contestants, { workload, index, options }));
    }
    console.log(`round ${index + 1} of ${options.rounds}`);
  }
  return [...rounds].map(([workload, done]) => ({ workload: workload.name, rounds: done }));
}

async function oneRound(
  contestants: Contestants,
  asked: {
    readonly workload: Workload;
    readonly index: number;
    readonly options: ThroughputOptions;
  },
): Promise<Round> {
  const { workload, index, options } = asked;
  const { connections, measureMs } = options;
  const firstVersion = (index + 1) * VERSIONS_PER_RUN;
  const run = {
    workload,
    options: { connections, measureMs, firstVersion, warmUpMs: WARM_UP_MS },
  };
  return {
    bare: await measure(contestants, 'bare', run),
    headwater: await measure(contestants, 'headwater', run),
    engine: await measure(contestants, 'engine', run),
  };
}

function module(name: string): URL {
  return new URL(name, import.meta.url);
}
