// Splits and rolls over shards while others write.

import { NoAnswer } from './aws-json-client.ts';
import { tableName } from './crash-table.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Beyond so many open shards they are only rolled over. */
const mostOpenShards = 16;
/** Writes between two disturbances, from 0 up to this. */
const mostWritesBetween = 200;

interface ListedShard {
  readonly shardId: string;
  readonly state: 'open' | 'closed';
}

/** Goes on until a call has no answer, and rejects with that call's error. */
export async function disturb(
  url: string,
  random: SeededRandom,
  writes: () => Promise<number>,
): Promise<never> {
  for (;;) {
    const until = (await writes()) + random.below(mostWritesBetween);
    while ((await writes()) < until);
    const open = (await shardsOf(url)).filter(({ state }) => state === 'open');
    const shardId = open[random.below(open.length)]?.shardId;
    const action = open.length < mostOpenShards && random.below(2) === 0 ? 'split' : 'roll';
    await control(url, 'POST', { action, table: tableName, shardId });
  }
}

async function shardsOf(url: string): Promise<ListedShard[]> {
  const { streams } = (await control(url, 'GET')) as { streams: { shards: ListedShard[] }[] };
  return streams[0]?.shards ?? [];
}

async function control(url: string, method: 'GET' | 'POST', body?: object): Promise<unknown> {
  const answer = await fetched(`${url}/_headwater/shards?table=${tableName}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
  });
  if (answer.status === 200) return JSON.parse(answer.text);
  throw new Error(`${method} shards answered ${answer.status} ${answer.text}`);
}

async function fetched(
  url: string,
  request: RequestInit,
): Promise<{ status: number; text: string }> {
  try {
    const answer = await fetch(url, request);
    return { status: answer.status, text: await answer.text() };
  } catch (error) {
    throw new NoAnswer('shards', { cause: error });
  }
}
