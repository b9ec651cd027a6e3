// The demo: writes to a table while a consumer of its stream keeps a replica in another region, then
// compares the two.

import { setTimeout as delay } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { addVotes, deleteUnrated, load, putUnchanged } from './change-movies.ts';
import { compareTables } from './compare-tables.ts';
import { followStream } from './follow-stream.ts';
import type { Item } from './movies.ts';
import { grouped, type Progress } from './progress.ts';
import { applyRecords } from './replicate.ts';
import { createMovies, createReplica, moviesTable, replicaTable } from './tables.ts';

const mostShownDifferences = 10;
/** How long the replica may stand still before the demo gives up on it. */
const patienceMs = 10_000;
const lookMs = 20;

export interface Clients {
  readonly movies: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
  readonly replica: DynamoDBClient;
}

export type Say = (line: string) => void;

export interface DemoOptions {
  readonly movies: readonly Item[];
  readonly progress: Progress;
  readonly say: Say;
}

/** Resolves when all changes have arrived in the replica, or when it has stood still for too long. */
export async function replicateMovies(clients: Clients, options: DemoOptions): Promise<void> {
  const { progress, say } = options;
  const streamArn = await createMovies(clients.movies);
  await createReplica(clients.replica);
  const stop = new AbortController();
  const following = followStream({
    client: clients.streams,
    streamArn,
    signal: stop.signal,
    async onRecords(records, shardId) {
      await applyRecords(clients.replica, replicaTable, records);
      progress.applied(records.length, shardId);
    },
  });
  const writing = writeMovies(clients.movies, options).then(() => caughtUp(progress));
  try {
    // A consumer that fails ends the demo at once.
    await Promise.race([writing, following]);
  } finally {
    stop.abort();
    await following;
  }
  say(progress.line);
}

async function writeMovies(
  client: DynamoDBClient,
  { movies, progress, say }: DemoOptions,
): Promise<void> {
  const writing = { client, movies, onChanged: (count: number) => progress.changed(count) };
  const begin = performance.now();
  await load(writing);
  const seconds = (performance.now() - begin) / 1000;
  const rate = grouped(Math.round(movies.length / seconds));
  say(
    `Loaded ${grouped(movies.length)} movies in ${seconds.toFixed(1)} s (${rate}/s), in batches of 25`,
  );
  say(`Updated ${grouped(await addVotes(writing))} of them: one more vote`);
  const { deleted, refused } = await deleteUnrated(writing);
  say(`Deleted ${grouped(deleted)} without a rating; the condition refused ${grouped(refused)}`);
  say(`Put ${grouped(await putUnchanged(writing))} as they are: nothing changes, so no record`);
}

async function caughtUp(progress: Progress): Promise<void> {
  while (!progress.isCaughtUp && progress.idleMs < patienceMs) await delay(lookMs);
}

/** Compares the tables, says how they compare, and resolves with the exit code. */
export async function judge({ movies, replica }: Clients, say: Say): Promise<0 | 1> {
  const { counts, differences } = await compareTables(
    { client: movies, table: moviesTable },
    { client: replica, table: replicaTable },
  );
  const [original, copied] = counts.map((count) => grouped(count));
  say(`Compared ${original} items of ${moviesTable} with ${copied} of ${replicaTable}`);
  if (differences.length === 0) {
    say('The replica is the same, item by item');
    return 0;
  }
  say(`There are ${grouped(differences.length)} differences:`);
  for (const difference of differences.slice(0, mostShownDifferences)) say(`  ${difference}`);
  return 1;
}
