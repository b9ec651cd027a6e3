// The tables that `--large` prints.

import type { Copied } from './large-child.ts';
import type { LargeRead } from './large-data.ts';
import type { Sample } from './measure.ts';
import { round } from './report.ts';
import { spreadOf } from './statistics.ts';

export interface Served {
  readonly sample: Sample;
  readonly rssBytes: number;
  readonly ownBytes: number;
}

/** One round of one read: both tables, one right after the other. */
export interface LargeRound {
  readonly small: Served;
  readonly large: Served;
}

/** One round of copying a whole table in each way. */
export interface ScanRound {
  readonly scan: Copied;
  readonly rowsInKeyOrder: Copied;
  readonly rowsInFileOrder: Copied;
  readonly buffers: Copied;
}

type Rounds = ReadonlyMap<LargeRead, readonly LargeRound[]>;

const COPIES: Readonly<Record<keyof ScanRound, string>> = {
  scan: 'database.scan, pages of 1 MB',
  rowsInKeyOrder: 'SELECT v FROM kv ORDER BY k',
  rowsInFileOrder: 'SELECT v FROM kv',
  buffers: 'Buffer.from of each value',
};

export function printScans(rounds: readonly ScanRound[]): void {
  const rows = (Object.keys(COPIES) as (keyof ScanRound)[]).map((name) => {
    const rates = rounds.map((one) => rate(one[name]));
    const shares = rounds.map((one) => (100 * rate(one.scan)) / rate(one[name]));
    const row = { 'MB/s': spreadText(rates), 'scan as a share of it, %': spreadText(shares) };
    return [COPIES[name], row] as const;
  });
  console.log('\nThe whole large table, median (lowest..highest) of the rounds:');
  console.table(Object.fromEntries(rows));
}

export function printLatencies(reads: Rounds): void {
  const rows = [...reads].flatMap(([read, rounds]) => [
    latencyRow(`${read} p50 us`, rounds, (sample) => sample.p50Ms * 1000),
    latencyRow(`${read} p99 us`, rounds, (sample) => sample.p99Ms * 1000),
    latencyRow(`${read} CPU us`, rounds, (sample) => sample.cpuMicroseconds),
  ]);
  console.log('\nOne connection, median (lowest..highest) of the rounds:');
  console.table(Object.fromEntries(rows));
}

function latencyRow(
  title: string,
  rounds: readonly LargeRound[],
  value: (sample: Sample) => number,
) {
  const small = rounds.map((one) => value(one.small.sample));
  const large = rounds.map((one) => value(one.large.sample));
  return comparison(title, small, large);
}

export function printMemory(reads: Rounds): void {
  const rows = [...reads].flatMap(([read, rounds]) => [
    memoryRow(`MB of its own after ${read}`, rounds, ({ ownBytes }) => ownBytes),
    memoryRow(`MB (RSS) after ${read}`, rounds, ({ rssBytes }) => rssBytes),
  ]);
  console.log('\nMemory of the servers:');
  console.table(Object.fromEntries(rows));
}

function memoryRow(
  title: string,
  rounds: readonly LargeRound[],
  bytes: (served: Served) => number,
) {
  const small = rounds.map((one) => bytes(one.small) / 1_000_000);
  const large = rounds.map((one) => bytes(one.large) / 1_000_000);
  return comparison(title, small, large);
}

/** The ratio is taken round by round. */
function comparison(title: string, small: readonly number[], large: readonly number[]) {
  const ratios = large.map((value, index) => value / (small[index] ?? Number.NaN));
  const row = {
    small: spreadText(small),
    large: spreadText(large),
    'large / small': spreadText(ratios),
  };
  return [title, row] as const;
}

/** Bytes in a microsecond, which are MB in a second. */
function rate({ bytes, elapsedMs }: Copied): number {
  return bytes / 1000 / elapsedMs;
}

function spreadText(values: readonly number[]): string {
  const { median, min, max } = spreadOf(values);
  return `${shown(median)} (${shown(min)}..${shown(max)})`;
}

function shown(value: number): number {
  if (value >= 100) return Math.round(value);
  return value >= 10 ? round(value) : Math.round(value * 100) / 100;
}
