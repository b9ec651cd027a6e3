// Streams against their model (model.ts): random programs, every answer predicted. fast-check prints the
// seed and the path of a program that fails, shortened; MODEL_SEED and MODEL_PATH run that one again, and
// MODEL_STEPS runs more.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../temporary-directory.ts';
import { inProcess } from './in-process.ts';
import { overHttp } from './over-http.ts';
import { runProgram, startAt, type Tally } from './run-program.ts';
import { type Program, programs } from './steps.ts';
import type { System } from './system.ts';

const { MODEL_STEPS = '10000', MODEL_SEED, MODEL_PATH } = process.env;
const leastSteps = Number(MODEL_STEPS);
/** In milliseconds of real time: names a program that never ends, and ends looking for a shorter one. */
const watchdog = {
  timeout: 20_000,
  interruptAfterTimeLimit: 100_000,
  markInterruptAsFailure: true,
};
const usual = { numRuns: 8, ...watchdog };

function stepsIn(tally: Tally): number {
  return [...tally]
    .filter(([what]) => what.startsWith('step: '))
    .reduce((sum, [, times]) => sum + times, 0);
}

/** Runs programs on new systems until so many steps are done, or those of the seed that is asked for. */
async function check(
  open: (program: Program, dataDir: string) => Promise<System>,
  { steps, mostSteps }: { readonly steps: number; readonly mostSteps: number },
): Promise<Tally> {
  const tally: Tally = new Map();
  const property = fc.asyncProperty(programs(mostSteps), async (program) => {
    await using directory = await temporaryDirectory();
    await using system = await open(program, directory.path);
    await runProgram(system, program, tally);
  });
  if (MODEL_SEED !== undefined) {
    const path = MODEL_PATH === undefined ? {} : { path: MODEL_PATH };
    await fc.assert(property, { ...usual, seed: Number(MODEL_SEED), ...path });
    return tally;
  }
  while (stepsIn(tally) < steps) await fc.assert(property, usual);
  return tally;
}

test(
  'streams do what the model says, through splits, rollovers, trims, leaps and restarts',
  { timeout: 120_000 + leastSteps * 10 },
  async () => {
    const tally = await check(
      ({ isOnDisk, ...program }, dataDir) =>
        inProcess({ ...program, startAt, dataDir: isOnDisk ? dataDir : undefined }),
      { steps: leastSteps, mostSteps: 300 },
    );
    if (MODEL_SEED !== undefined) return;
    // Programs that only ever succeed, or read nothing, would show little.
    for (const kind of ['trimmed', 'iterator-expired', 'shard-not-found', 'stream-not-found']) {
      expect(tally.get(`refused: ${kind}`)).toBeGreaterThan(10);
    }
    expect(tally.get('record read')).toBeGreaterThan(leastSteps / 10);
  },
);

test('a server with the AWS SDK does so too', { timeout: 120_000 }, async () => {
  const tally = await check((program, dataDir) => overHttp({ ...program, startAt, dataDir }), {
    steps: 400,
    mostSteps: 100,
  });
  if (MODEL_SEED !== undefined) return;
  expect(tally.get('record read')).toBeGreaterThan(10);
});
