// The tables that the benchmark prints.

import type { ContestantName, Sample } from './measure.ts';
import { spreadOf, type Spread } from './statistics.ts';
import type { WorkloadName } from './workloads.ts';

/** One round of a workload: all contestants, one right after the other. */
export type Round = Readonly<Record<ContestantName, Sample>>;

export interface WorkloadResult {
  readonly workload: WorkloadName;
  readonly rounds: readonly Round[];
}

const AIMS: Readonly<Record<WorkloadName, number>> = { PutItem: 30, GetItem: 60, GetRecords: 60 };

const CONTESTANTS: Readonly<Record<ContestantName, string>> = {
  headwater: 'Headwater',
  bare: 'bare node:http',
  engine: 'engine alone',
};

/** Throughput: requests, or bytes where answers are what costs. */
export function printRatios(results: readonly WorkloadResult[]): void {
  const rows = results.map(({ workload, rounds }) => {
    const of = (other: ContestantName) =>
      spreadOf(rounds.map((round) => (100 * rate(round.headwater)) / rate(round[other])));
    const bareCpu = spreadOf(
      rounds.map((round) => (100 * round.bare.cpuMicroseconds) / round.headwater.cpuMicroseconds),
    );
    return {
      workload,
      'of bare node:http': percent(of('bare')),
      aim: `>= ${AIMS[workload]} %`,
      'of the engine': percent(of('engine')),
      'of bare, by CPU time': percent(bareCpu),
    };
  });
  console.log('\nThroughput of Headwater as a share, median (lowest..highest) of the rounds:');
  console.table(byFirstColumn(rows));
}

export function printMeasurements(results: readonly WorkloadResult[]): void {
  for (const { workload, rounds } of results) {
    const rows = (Object.keys(CONTESTANTS) as ContestantName[]).map((name) => {
      const samples = rounds.map((round) => round[name]);
      const median = (value: (sample: Sample) => number) => spreadOf(samples.map(value)).median;
      return {
        contestant: CONTESTANTS[name],
        'requests/s': Math.round(median(rate)),
        'MB/s': round(median((sample) => sample.bytes / 1000 / sample.elapsedMs)),
        'p50 ms': round(median((sample) => sample.p50Ms)),
        'p99 ms': round(median((sample) => sample.p99Ms)),
        'CPU us': round(median((sample) => sample.cpuMicroseconds)),
        'load CPU us': round(median((sample) => sample.loadCpuMicroseconds)),
      };
    });
    console.log(`\n${workload}`);
    console.table(byFirstColumn(rows));
  }
}

function rate(sample: Sample): number {
  return (1000 * sample.count) / sample.elapsedMs;
}

function percent({ median, min, max }: Spread): string {
  return `${Math.round(median)} % (${Math.round(min)}..${Math.round(max)})`;
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** For `console.table`, which would number the rows otherwise. */
function byFirstColumn(rows: readonly Record<string, unknown>[]): Record<string, object> {
  return Object.fromEntries(
    rows.map((row) => {
      const [[, first] = ['', ''], ...rest] = Object.entries(row);
      return [String(first), Object.fromEntries(rest)];
    }),
  );
}
