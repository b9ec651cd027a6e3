// The crash test: writers and a follower work on a server that is killed again and again, and after each
// restart what is there is compared with what the clients know.

import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryDirectory } from '../temporary-directory.ts';
import { NoAnswer } from './aws-json-client.ts';
import { createCrashTable, keys, readTable } from './crash-table.ts';
import { disturb } from './disturber.ts';
import { Follower } from './follower.ts';
import { historyProblems, type Version } from './history.ts';
import { seededRandom, type SeededRandom } from './seeded-random.ts';
import { startServerProcess, type ServerProcess } from './server-process.ts';
import { type WriteLog, writeLog, writeOn } from './writer.ts';

const writerCount = 8;
/** Rounds are of very different lengths: to kill a young server, and one with a long log. */
const acknowledgementsOfRounds = [30, 300, 2000];
/** From 0 up to this: until after the server has acknowledged the last write that we waited for. */
const maxKillDelayMs = 20;
/** About as long as it takes to start. */
const maxStartDelayMs = 400;

export interface CrashTotals {
  kills: number;
  /** Of these, during a start. */
  killsAtStart: number;
  acknowledged: number;
  unacknowledged: number;
  records: number;
  /** Those that the stream has had, of all generations. */
  shards: number;
}

export interface CrashRunOptions {
  readonly seed: number;
  readonly durability: 'fsync' | 'os';
  /** Asked before each round. */
  goesOn(totals: CrashTotals): boolean;
}

/** Rejects, naming the seed, as soon as anything is wrong. */
export async function crashRun(options: CrashRunOptions): Promise<CrashTotals> {
  const { seed, durability } = options;
  try {
    await using directory = await temporaryDirectory();
    return await rounds({ ...options, dataDir: directory.path });
  } catch (error) {
    throw new Error(`Crash test with seed ${seed}, durability ${durability}, failed`, {
      cause: error,
    });
  }
}

/** What one round leaves to the next. */
interface Run extends CrashRunOptions {
  readonly dataDir: string;
  readonly random: SeededRandom;
  readonly totals: CrashTotals;
  stream?: { readonly arn: string; readonly follower: Follower };
  /** As they were when they were last verified. */
  items: ReadonlyMap<string, Version>;
  /** What was written since. */
  log: WriteLog;
}

async function rounds(
  options: CrashRunOptions & { readonly dataDir: string },
): Promise<CrashTotals> {
  const run: Run = {
    ...options,
    random: seededRandom(options.seed),
    totals: {
      kills: 0,
      killsAtStart: 0,
      acknowledged: 0,
      unacknowledged: 0,
      records: 0,
      shards: 0,
    },
    items: new Map(),
    log: writeLog(),
  };
  for (let goesOn = true; goesOn;) {
    await using server = startServerProcess(run);
    try {
      goesOn = await round(server, run);
    } catch (error) {
      expectNoErrors(server, error);
      throw error;
    }
    expectNoErrors(server);
  }
  return run.totals;
}

/** A server's life, from its start to its kill. Returns false for the last one, which is not killed. */
async function round(server: ServerProcess, run: Run): Promise<boolean> {
  const { totals, random } = run;
  if (run.stream !== undefined && random.below(4) === 0) {
    await sleep(random.below(maxStartDelayMs));
    await server.kill();
    totals.killsAtStart += 1;
    totals.kills += 1;
    return true;
  }
  const url = await server.url;
  if (run.stream === undefined) {
    const arn = await createCrashTable(url);
    run.stream = { arn, follower: await Follower.start(url, arn) };
  } else {
    const { items, log, stream } = run;
    run.items = await verifiedItems(url, { items, log, follower: stream.follower });
    count(totals, log);
    totals.records = stream.follower.recordCount;
    totals.shards = stream.follower.shardCount;
    run.log = writeLog(log);
  }
  const { log, stream } = run;
  if (!run.goesOn(totals)) {
    await verifyWholeStream(url, stream);
    return false;
  }
  await workAndKill(server, {
    url,
    log,
    follower: stream.follower,
    random: random.fork(totals.kills),
  });
  totals.kills += 1;
  return true;
}

interface Work {
  readonly url: string;
  readonly log: WriteLog;
  readonly follower: Follower;
  readonly random: SeededRandom;
}

async function workAndKill(
  server: ServerProcess,
  { url, log, follower, random }: Work,
): Promise<void> {
  const most = acknowledgementsOfRounds[random.below(acknowledgementsOfRounds.length)] ?? 0;
  const wanted = 1 + random.below(most);
  let killed = false;
  /** Calls without an answer are to be expected once the server was killed, and only then. */
  const untilKilled = async (work: Promise<never>): Promise<void> => {
    await work.catch((error: unknown) => {
      if (!killed || !(error instanceof NoAnswer)) throw error;
    });
  };
  const writes = async (): Promise<number> => {
    if (killed) throw new NoAnswer('writes');
    await sleep(1);
    return log.acknowledged;
  };
  const work = Promise.all([
    untilKilled(follower.follow(url)),
    untilKilled(disturb(url, random.fork(writerCount), writes)),
    ...Array.from({ length: writerCount }, (_, writer) =>
      untilKilled(writeOn(url, log, random.fork(writer))),
    ),
  ]);
  const failure = new AbortController();
  work.catch(() => failure.abort());
  while (!failure.signal.aborted && log.acknowledged < wanted) await sleep(1);
  await sleep(random.below(maxKillDelayMs));
  killed = true;
  // A client that failed while the server lived ends the run: all others end with the server.
  if (!failure.signal.aborted) await server.kill();
  await work;
}

function expectNoErrors({ errors }: ServerProcess, cause?: unknown): void {
  if (errors.length > 0) throw new Error(`The server logged:\n${errors.join('\n')}`, { cause });
}

/** Compares the table and the new part of the stream with what the clients did since `items`. */
async function verifiedItems(
  url: string,
  known: {
    readonly items: ReadonlyMap<string, Version>;
    readonly log: WriteLog;
    readonly follower: Follower;
  },
): Promise<Map<string, Version>> {
  const { items, log, follower } = known;
  const [now] = await Promise.all([readTable(url), follower.catchUp(url)]);
  const changes = follower.takeChanges();
  const everyKey = new Set([...keys, ...now.keys(), ...changes.keys()]);
  const problems = [...everyKey].flatMap((key) =>
    historyProblems({
      start: items.get(key),
      writes: log.writes.get(key) ?? [],
      changes: changes.get(key) ?? [],
      end: now.get(key),
    }).map((problem) => `${key}: ${problem}`),
  );
  if (problems.length > 0) throw new Error(problems.slice(0, 20).join('\n'));
  return now;
}

/** What was read piece by piece, over all restarts, is what the stream holds. */
async function verifyWholeStream(
  url: string,
  stream: { readonly arn: string; readonly follower: Follower },
): Promise<void> {
  const again = await Follower.start(url, stream.arn);
  await again.catchUp(url);
  if (again.digest() !== stream.follower.digest()) {
    throw new Error('The stream read again from its beginning is not what was read before');
  }
}

function count(totals: CrashTotals, log: WriteLog): void {
  for (const { acknowledged } of [...log.writes.values()].flat()) {
    if (acknowledged === Infinity) totals.unacknowledged += 1;
    else totals.acknowledged += 1;
  }
}
