// What is different from run to run, decided by the seed.

import type { FaultRequest } from '../../../server/src/index.ts';
import type { SeededRandom } from '../../src/testing/seeded-random.ts';

export interface RunSettings {
  /** Whether anything goes wrong at all: then nothing may come twice. */
  readonly isRough: boolean;
  /** Whether records are trimmed unread. */
  readonly isLossy: boolean;
  readonly partitions: number;
  readonly shardLifetimeMs: number;
  /** Everything is written after the first start, so that both are to show all of it. */
  readonly position: 'TRIM_HORIZON' | 'LATEST';
  readonly keys: number;
  readonly leases: 'memory' | 'dynamodb';
  readonly durationMs: number;
  readonly minPollMs: number;
  readonly idlePollMs: number;
  readonly checkpointMs: number;
  /** How long a batch takes at most, but for those that outlast the lease. */
  readonly handlerMs: number;
  readonly batchSize: number;
  readonly windowMs: number;
  readonly concurrency: number;
  readonly watermarksMs: number | undefined;
  readonly bisect: boolean;
  /** Whether some records fail for good, and are given up. */
  readonly hasPoison: boolean;
  readonly isFiltered: boolean;
}

export function settingsOf(random: SeededRandom): RunSettings {
  const isRough = random.chance(0.75);
  const isLossy = isRough && random.chance(0.3);
  const concurrency = random.pick([1, 1, 2, 3]);
  return {
    isRough,
    isLossy,
    partitions: 1 + random.below(3),
    shardLifetimeMs: random.pick([0, 60_000, 300_000]),
    // What was trimmed before TRIM_HORIZON was first read is not said.
    position: isLossy ? 'LATEST' : random.pick(['TRIM_HORIZON', 'LATEST']),
    keys: 2 + random.below(8),
    leases: random.pick(['memory', 'memory', 'dynamodb']),
    durationMs: random.pick([4000, 12_000]),
    minPollMs: random.pick([200, 1000]),
    idlePollMs: random.pick([5000, 20_000]),
    checkpointMs: random.pick([0, 1000]),
    handlerMs: random.pick([20, 500, 2000]),
    batchSize: 1 + random.below(6),
    windowMs: random.pick([0, 0, 0, 3000]),
    concurrency,
    watermarksMs: concurrency === 1 && random.chance(0.5) ? 20_000 : undefined,
    bisect: random.chance(0.5),
    hasPoison: random.chance(0.3),
    isFiltered: random.chance(0.2),
  };
}

/** What a rough run's calls may end in, by the part of them that do. */
export function faultsOf(table: string, share: number): FaultRequest[] {
  const reads = ['GetRecords', 'GetShardIterator', 'DescribeStream'];
  const leases = ['Query', 'UpdateItem', 'PutItem', 'DeleteItem'];
  return [
    { fault: 'throttle', operation: reads, table, share },
    { fault: 'limit', operation: 'GetRecords', table, share },
    { fault: 'internal', operation: reads, table, share },
    { fault: 'reset', operation: reads, table, share },
    { fault: 'reset-after', operation: reads, table, share },
    { fault: 'throttle', operation: leases, table: 'leases', share },
    { fault: 'internal', operation: leases, table: 'leases', share },
    { fault: 'reset-after', operation: leases, table: 'leases', share },
  ];
}
