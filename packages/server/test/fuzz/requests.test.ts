// Thousands of requests that are almost valid: each gets an answer, none is a server error, and whoever is
// refused has changed nothing and left nothing behind.
//
// FUZZ_REQUESTS sends more, FUZZ_SEED others.

import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { dynamodbService } from '../../src/api/dynamodb/service.ts';
import { streamsService } from '../../src/api/streams/service.ts';
import { changed, changesArbitrary, countPlaces, cutText, maybeCutArbitrary } from './mutate.ts';
import { prepare, type Sample, samplesFor } from './samples.ts';
import { type Answer, type ServedDatabase, serveDatabase } from './served-database.ts';

const { FUZZ_REQUESTS = '3000', FUZZ_SEED = '20260101' } = process.env;

/** Then there is a new server, because some requests take away what others are about. */
const REQUESTS_PER_SERVER = 60;

const spoilingArbitrary = fc.record({ changes: changesArbitrary, cut: maybeCutArbitrary });

type Spoiling = typeof spoilingArbitrary extends fc.Arbitrary<infer Value> ? Value : never;

/** What to do to a sample, chosen by its number. */
interface Spoiled extends Spoiling {
  readonly sample: number;
}

interface Request {
  readonly operation: string;
  readonly body: string;
}

/** Has no factor in common with the number of places, so that all places have their turn, well mixed. */
const STRIDE = 7919;

/** Each place of each sample in turn, with changes of it and sometimes of another one. */
function spoiledRequests(samples: readonly Sample[], count: number): Spoiled[] {
  const places = samples.flatMap(({ input }, sample) =>
    Array.from({ length: countPlaces(input) }, (_, at) => ({ sample, at })),
  );
  const spoilings = fc.sample(spoilingArbitrary, { numRuns: count, seed: Number(FUZZ_SEED) });
  return spoilings.map(({ changes: [first, ...others], cut }, index) => {
    const { sample, at } = places[(index * STRIDE) % places.length] ?? { sample: 0, at: 0 };
    const own = first === undefined ? [] : [{ ...first, at }];
    return { sample, changes: [...own, ...others], cut };
  });
}

function requestOf(samples: readonly Sample[], { sample, changes, cut }: Spoiled): Request {
  const { operation, input } = samples[sample] as Sample;
  const text = JSON.stringify(changed(input, changes));
  return { operation, body: cut === undefined ? text : cutText(text, cut) };
}

/** Of a server that is gone, so that they are good for nothing but their shape. */
async function someSamples(): Promise<readonly Sample[]> {
  await using server = await serveDatabase();
  return samplesFor(await prepare(server));
}

/** Sends it, and holds the answer against what is promised of every answer. */
async function checkOne(server: ServedDatabase, { operation, body }: Request): Promise<Answer> {
  const before = server.changes;
  const answer = await server.send(operation, body);
  const told = `${operation} ${body.slice(0, 2000)}\n${answer.status} ${answer.body.slice(0, 500)}`;
  assert.ok([200, 400, 413].includes(answer.status), told);
  if (answer.status === 400) {
    assert.ok(Object.hasOwn(JSON.parse(answer.body) as object, '__type'), told);
    assert.equal(server.changes, before, `a refused request changed something: ${told}`);
  }
  // What an accepted request began is not to be counted to the next one.
  await server.settled();
  return answer;
}

test('there is a sample of each operation, and it is valid', async () => {
  const { operations } = dynamodbService;
  const names = [...operations, ...streamsService.operations].map(({ name }) => name);
  const seen = new Set<string>();
  for (let index = 0; ; index += 1) {
    await using server = await serveDatabase();
    const sample = samplesFor(await prepare(server))[index];
    if (sample === undefined) break;
    const body = JSON.stringify(sample.input);
    const answer = await checkOne(server, { ...sample, body });
    assert.equal(answer.status, 200, `${sample.operation} ${body}\n${answer.body}`);
    seen.add(sample.operation.split('.')[1] ?? '');
  }
  expect([...seen].toSorted()).toEqual(names.toSorted());
});

test('mutations of valid requests are done or refused, and refusals change nothing', async () => {
  const spoiled = spoiledRequests(await someSamples(), Number(FUZZ_REQUESTS));
  const statuses = { 200: 0, 400: 0, 413: 0 };
  while (spoiled.length > 0) {
    await using server = await serveDatabase();
    const samples = samplesFor(await prepare(server));
    for (const one of spoiled.splice(0, REQUESTS_PER_SERVER)) {
      const { status } = await checkOne(server, requestOf(samples, one));
      statuses[status as keyof typeof statuses] += 1;
    }
    expect(server.complaints).toEqual([]);
    expect(await server.problems()).toEqual([]);
  }
  // Both kinds, or the mutations are too mild or too wild to show anything.
  expect(statuses[200]).toBeGreaterThan(Number(FUZZ_REQUESTS) / 10);
  expect(statuses[400]).toBeGreaterThan(Number(FUZZ_REQUESTS) / 3);
}, 600_000);

test('the same requests again and again leave no memory behind', async () => {
  await using server = await serveDatabase();
  const samples = samplesFor(await prepare(server));
  const requests = spoiledRequests(samples, 400).map((one) => requestOf(samples, one));
  // Backups and tables that are made again and again are meant to be kept.
  const repeatable = requests.filter(({ operation }) => !/Create|Restore/.test(operation));
  const round = async () => {
    for (const request of repeatable) await checkOne(server, request);
  };
  await round();
  await round();
  const before = usedBytes();
  for (let count = 0; count < 3; count += 1) await round();
  // They are megabytes.
  expect(usedBytes() - before).toBeLessThan(1_000_000);
}, 120_000);

/** Of JavaScript and its buffers, after what is garbage was collected. */
function usedBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
