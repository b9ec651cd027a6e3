// The tables that `--consumer` prints.

import type { ReaderName, ReadSpeed } from './consumer-child.ts';
import type { Delays } from './latency-child.ts';
import { round } from './report.ts';
import { spreadOf, type Spread } from './statistics.ts';

export interface ReadWorkload {
  readonly name: string;
}

/** All readers, one right after the other. */
export type ReadRound = Readonly<Record<ReaderName, ReadSpeed>>;

const READERS: Readonly<Record<ReaderName, string>> = {
  bare: 'bare loop',
  consumer: '@headwater/consumer',
  readable: 'dynamodb-streams-readable',
};

export function printReadSpeeds(measured: ReadonlyMap<ReadWorkload, readonly ReadRound[]>): void {
  for (const [{ name }, rounds] of measured) {
    console.log(`\n${name}: median (lowest..highest) of ${rounds.length} rounds`);
    const rows = (Object.keys(READERS) as ReaderName[]).map((reader) => {
      const speed = spreadOf(rounds.map((each) => each[reader].recordsPerSecond));
      const cpu = spreadOf(rounds.map((each) => each[reader].cpuMicroseconds));
      return [
        READERS[reader],
        {
          'records/s': Math.round(speed.median),
          'of bare': percent(
            rounds.map((each) => each[reader].recordsPerSecond / each.bare.recordsPerSecond),
          ),
          'CPU us a record': round(cpu.median),
          'of bare, by CPU time': percent(
            rounds.map((each) => each.bare.cpuMicroseconds / each[reader].cpuMicroseconds),
          ),
        },
      ] as const;
    });
    console.table(Object.fromEntries(rows));
  }
}

export function printLatencies(measured: readonly Delays[]): void {
  for (const { pace, acknowledged, handled } of measured) {
    console.log(`\n${pace}, ${acknowledged.length} writes: ms from sending a write`);
    console.table(
      Object.fromEntries(
        [['acknowledged', acknowledged] as const, ...Object.entries(handled)].map(
          ([name, delays]) => [name, quantiles(delays)],
        ),
      ),
    );
  }
}

function quantiles(delays: readonly number[]): object {
  const sorted = delays.toSorted((a, b) => a - b);
  const { median, max } = spreadOf(sorted);
  const p90 = sorted[Math.floor(0.9 * sorted.length)] ?? Number.NaN;
  return { median: round(median), p90: round(p90), max: round(max) };
}

function percent(shares: readonly number[]): string {
  const { median, min, max }: Spread = spreadOf(shares.map((share) => Math.round(100 * share)));
  return `${median} % (${min}..${max})`;
}
