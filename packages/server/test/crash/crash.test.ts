// Kills the server at random moments, 24 times. `npm run test:crash` does so for longer.

import { expect, test } from 'vitest';
import { crashRun } from './crash-run.ts';

const kills = 12;

test.each(['fsync', 'os'] as const)(
  'a killed server loses nothing and invents nothing (durability %s)',
  { timeout: 120_000 },
  async (durability) => {
    const totals = await crashRun({
      seed: 20_260_101,
      durability,
      goesOn: (totals) => totals.kills < kills,
    });
    expect(totals.kills).toBeGreaterThanOrEqual(kills);
    expect(totals.acknowledged).toBeGreaterThan(500);
    expect(totals.unacknowledged).toBeGreaterThan(10);
    expect(totals.shards).toBeGreaterThan(10);
  },
);
