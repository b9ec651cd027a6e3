// One measurement: a load on one of the contestants, and the CPU time that it took there.

import type { BareRole } from './bare-child.ts';
import type { Child } from './child.ts';
import type { EngineRole } from './engine-child.ts';
import type { HeadwaterProcess } from './headwater-process.ts';
import type { LoadRole } from './load-child.ts';
import type { Measured } from './load.ts';
import type { Workload } from './workloads.ts';

export interface Contestants {
  readonly load: Child<LoadRole>;
  readonly headwater: HeadwaterProcess;
  readonly bare: { readonly child: Child<BareRole>; readonly port: number };
  readonly engine: Child<EngineRole>;
}

export type ContestantName = 'headwater' | 'bare' | 'engine';

export interface Sample extends Measured {
  /** CPU time of the contestant's process, all its threads, for one request. */
  readonly cpuMicroseconds: number;
  /** The same of the load generator; 0 when it was not used. */
  readonly loadCpuMicroseconds: number;
}

export interface MeasureOptions {
  readonly connections: number;
  readonly firstVersion: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

export async function measure(
  contestants: Contestants,
  name: ContestantName,
  { workload, options }: { readonly workload: Workload; readonly options: MeasureOptions },
): Promise<Sample> {
  const { load, headwater, bare, engine } = contestants;
  switch (name) {
    case 'headwater':
      return underLoad(load, headwater, { ...workload, ...options });
    case 'bare':
      await bare.child.ask('setAnswer', workload.answer);
      return underLoad(load, bare, { ...workload, ...options });
    case 'engine': {
      const run = { ...options, workload: workload.name, concurrency: options.connections };
      return withCpu([engine], () => engine.ask('run', run));
    }
  }
}

/** The load generator on a server. */
export function underLoad(
  load: Child<LoadRole>,
  server: { readonly child: Child; readonly port: number },
  settings: Pick<Workload, 'requests' | 'fields'> & MeasureOptions,
): Promise<Sample> {
  const { requests, fields, connections, firstVersion, warmUpMs, measureMs } = settings;
  const { port } = server;
  return withCpu([server.child, load], () =>
    load.ask('run', { port, requests, fields, connections, firstVersion, warmUpMs, measureMs }),
  );
}

async function withCpu(
  [contestant, load]: readonly [Child, Child?],
  run: () => Promise<Measured>,
): Promise<Sample> {
  const used = () => Promise.all([contestant.vitals(), load?.vitals()]);
  const [before, loadBefore] = await used();
  const measured = await run();
  const [after, loadAfter] = await used();
  const loadUsed = (loadAfter?.cpuMicroseconds ?? 0) - (loadBefore?.cpuMicroseconds ?? 0);
  return {
    ...measured,
    cpuMicroseconds: (after.cpuMicroseconds - before.cpuMicroseconds) / measured.countInAll,
    loadCpuMicroseconds: loadUsed / measured.countInAll,
  };
}
