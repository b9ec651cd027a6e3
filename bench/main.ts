// `npm run bench`: throughput beside a bare node:http server and beside the engine alone, start-up time
// and idle memory, a large table beside a small one, the consumer library beside a bare loop.
// docs/performance.md tells how to read what it prints.

import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { printConsumer } from './consumer.ts';
import { printLarge } from './large.ts';
import { printProfile } from './profile.ts';
import { printMeasurements, printRatios } from './report.ts';
import { printStartUp } from './start-up.ts';
import { measureThroughput } from './throughput.ts';
import { printTriggers } from './triggers.ts';
import type { WorkloadName } from './workloads.ts';

const HELP = `npm run bench -- [options]
  --only <workload>     PutItem, GetItem or GetRecords
  --rounds <count>      default 5
  --seconds <seconds>   of each measurement, default 2, with --large 1
  --connections <count> default 64
  --startup             start-up and memory alone
  --large               a large table beside one of 10,000 items, instead of ratios
  --items <count>       of the large table, default 1000000
  --consumer            the consumer library beside a bare loop, and from write to handler, instead of
                        ratios; --only throughput or latency
  --triggers            from write to function, records a second, and idle triggers, instead of ratios
  --profile <workload>  where the server's time goes, by stage, instead of ratios`;

const WORKLOADS: readonly string[] = ['PutItem', 'GetItem', 'GetRecords'] satisfies WorkloadName[];

const { values: flags } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    startup: { type: 'boolean', default: false },
    large: { type: 'boolean', default: false },
    consumer: { type: 'boolean', default: false },
    triggers: { type: 'boolean', default: false },
    items: { type: 'string', default: '1000000' },
    only: { type: 'string' },
    profile: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string' },
    connections: { type: 'string', default: '64' },
  },
});

const measureMs = Number(flags.seconds ?? (flags.large ? 1 : 2)) * 1000;
const connections = Number(flags.connections);

console.log(`Node ${process.version}, ${process.platform}, ${availableParallelism()} cores`);
if (flags.help) console.log(HELP);
else if (flags.startup) await printStartUp();
else if (flags.large) await large();
else if (flags.consumer) await consumer();
else if (flags.triggers) await printTriggers({ rounds: Number(flags.rounds) });
else if (flags.profile === undefined) await throughputAndStartUp();
else await printProfile({ workload: workloadOf(flags.profile), connections, measureMs });

async function throughputAndStartUp(): Promise<void> {
  const only = flags.only === undefined ? undefined : workloadOf(flags.only);
  const rounds = Number(flags.rounds);
  const results = await measureThroughput({ rounds, measureMs, connections, only });
  printMeasurements(results);
  printRatios(results);
  if (only === undefined) await printStartUp();
}

async function consumer(): Promise<void> {
  const { only } = flags;
  if (only !== undefined && only !== 'throughput' && only !== 'latency') {
    throw new Error(`no ${only} of consumers\n${HELP}`);
  }
  await printConsumer({ rounds: Number(flags.rounds), only });
}

async function large(): Promise<void> {
  const itemCount = Number(flags.items);
  await printLarge({ itemCount, rounds: Number(flags.rounds), measureMs });
}

function workloadOf(text: string): WorkloadName {
  if (WORKLOADS.includes(text)) return text as WorkloadName;
  throw new Error(`no workload ${text}\n${HELP}`);
}
