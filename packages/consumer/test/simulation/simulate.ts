// The program of a run: the seed decides what happens, and when; then what has happened is checked.

import { Run } from './run.ts';

export interface Outcome {
  readonly problems: readonly string[];
  /** How much of what there was: a simulation in which nothing goes wrong shows nothing. */
  readonly counts: Readonly<Record<string, number>>;
}

const steps = 20;

export async function simulate(seed: number): Promise<Outcome> {
  await using run = await Run.start(seed);
  const { settings, history } = run;
  await run.join();
  for (let step = 0; step < steps; step += 1) await oneStep(run);
  await calm(run);
  await end(run);
  run.check();
  if (settings.watermarksMs !== undefined) history.checkMarks();
  return { problems: [...new Set(history.problems)], counts: run.counts() };
}

async function oneStep(run: Run): Promise<void> {
  const { random, settings, table, members } = run;
  const { isRough, isLossy } = settings;
  if (isRough) run.trouble(random.pick([0, 0, 0.05, 0.3]));
  await table.write(random.below(10), { locate: isLossy });
  if (random.chance(0.25)) await table.change(random.pick(['split', 'roll']));
  if (random.chance(0.1)) await table.change('expireIterators');
  if (isLossy && random.chance(0.15)) await table.change('trim');
  if (random.chance(0.15) && members.length < 4) await run.join();
  if (random.chance(0.1) && members.length > 1) await run.leave();
  if (isRough) {
    await run.pass(random.below(1000));
    if (random.chance(0.08) && members.length > 1) run.kill();
    if (random.chance(0.15)) run.pauseOne();
    else if (random.chance(0.5)) run.resumeAll();
  }
  await run.pass(random.below(random.pick([500, 3000, 8000, 8000, 60_000])));
}

/** Left in peace, the workers catch up with all that was written and share the shards evenly. */
async function calm(run: Run): Promise<void> {
  const { durationMs } = run.settings;
  run.trouble(0);
  run.resumeAll();
  await run.join();
  await run.pass(9 * durationMs);
  for (let more = 0; more < 60 && run.missing().length > 0; more += 1) await run.pass(durationMs);
  run.check();
  const { shares, free } = run.leases();
  if (Math.max(...shares) - Math.min(...shares) > 1 || free > 0) {
    run.history.problems.push(
      `The workers have ${shares.join(', ')} leases, and ${free} are free.`,
    );
  }
}

async function end(run: Run): Promise<void> {
  await run.table.write(5, { locate: run.settings.isLossy });
  await run.table.disableStream();
  const ends = run.members.map(({ consumer }) => consumer.done);
  const reasons = await run.until('The end of the stream', Promise.all(ends));
  for (const reason of reasons) {
    if (reason !== 'stream-ended') run.history.problems.push(`A worker ended as ${reason}.`);
  }
}
