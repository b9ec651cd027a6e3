// `--profile`: where the server's time goes in one workload, by stage, for one request. Writes the
// profile too, for Chrome's or VS Code's viewer.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Child } from './child.ts';
import { startHeadwater } from './headwater-process.ts';
import type { LoadRole } from './load-child.ts';
import { underLoad } from './measure.ts';
import { stagesOf } from './profile-stages.ts';
import { round } from './report.ts';
import { scratchDirectory } from './scratch-directory.ts';
import { prepareWorkloads, type WorkloadName } from './workloads.ts';

const OUTPUT = fileURLToPath(new URL('../node_modules/.cache/bench/', import.meta.url));

export async function printProfile(options: {
  readonly workload: WorkloadName;
  readonly connections: number;
  readonly measureMs: number;
}): Promise<void> {
  await using scratch = await scratchDirectory();
  const server = await startHeadwater(join(scratch.path, 'headwater'));
  await using child = server.child;
  await using load = new Child<LoadRole>(new URL('load-child.ts', import.meta.url));
  const workloads = await prepareWorkloads(server.url);
  const workload = workloads.find(({ name }) => name === options.workload);
  if (workload === undefined) throw new Error(`no workload ${options.workload}`);
  const { requests, fields } = workload;
  const settings = { ...options, requests, fields };
  // The first run makes Node compile what is hot.
  await underLoad(load, server, { ...settings, firstVersion: 1e9, warmUpMs: 0 });
  await child.startProfile();
  const sample = await underLoad(load, server, { ...settings, firstVersion: 2e9, warmUpMs: 0 });
  const profile = await child.stopProfile();

  console.log(`\n${options.workload}: microseconds for one request, with the profiler running`);
  const rows = stagesOf(profile).map(([stage, microseconds]) => [
    stage,
    { microseconds: round(microseconds / sample.countInAll) },
  ]);
  console.table(Object.fromEntries(rows));
  await mkdir(OUTPUT, { recursive: true });
  const path = join(OUTPUT, `${options.workload}.cpuprofile`);
  await writeFile(path, JSON.stringify(profile));
  console.log(`${sample.countInAll} requests; the profile: ${path}`);
}
