// Random programs of puts, splits, merges, resizing, restarts and leaps of the clock, held against a list of what was
// put: each record is read once, in the order of its key, for as long as the stream keeps it.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { neighbour, printHashKey } from './hash-key.ts';
import { KinesisRefused } from './kinesis-refusal.ts';
import { type KinesisShard, shardId, startingNumber } from './shard.ts';
import { mergeShards } from './shards/merge-shards.ts';
import { resizeStream } from './shards/resize-stream.ts';
import { splitShard } from './shards/split-shard.ts';
import { openTestStream, type TestStream, textOf } from './testing/open-test-stream.ts';

const keys = ['a', 'b', 'c', 'd', 'e'];
const minute = 60_000;
const day = 24 * 60 * minute;

/** Records are put one after another while the stream is resharded, or alone. */
interface Writing {
  readonly keys: readonly string[];
}

type Step =
  | ({ readonly kind: 'put' } & Writing)
  | ({ readonly kind: 'split' | 'merge'; readonly which: number } & Writing)
  | ({ readonly kind: 'resize'; readonly target: number } & Writing)
  | { readonly kind: 'leap'; readonly minutes: number }
  | { readonly kind: 'read' | 'restart' };

const written = fc.array(fc.constantFrom(...keys), { minLength: 1, maxLength: 6 });

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('put' as const), keys: written }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('split', 'merge'),
      which: fc.nat(),
      keys: written,
    }),
  },
  fc.record({
    kind: fc.constant('resize' as const),
    target: fc.integer({ min: 1, max: 6 }),
    keys: written,
  }),
  fc.record({ kind: fc.constant('leap' as const), minutes: fc.integer({ min: 1, max: 800 }) }),
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('read', 'restart') }) },
);

interface Put {
  readonly key: string;
  readonly text: string;
  readonly time: number;
}

/** Reads like a consumer: parents to their end before their children, going on where it was. */
class LineageReader {
  readonly seen: string[] = [];
  readonly #iterators = new Map<number, string>();
  readonly #done = new Set<number>();

  async read(stream: TestStream): Promise<void> {
    const shards = await stream.shards();
    const there = new Set(shards.map(({ index }) => index));
    for (const { index, parents } of shards) {
      const isNext = parents.every((parent) => this.#done.has(parent) || !there.has(parent));
      if (this.#done.has(index) || !isNext) continue;
      const from = this.#iterators.get(index);
      const iterator = from ?? (await stream.iterator(index, { type: 'TRIM_HORIZON' }));
      const { records, next } = await stream.readOn(iterator);
      this.seen.push(...records.map(textOf));
      if (next === undefined) this.#done.add(index);
      else this.#iterators.set(index, next);
    }
  }
}

async function reshard(stream: TestStream, step: Step): Promise<void> {
  const { kinesis, name } = stream;
  const open = (await stream.shards())
    .filter(({ closed }) => closed === undefined)
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
  if (step.kind === 'split') {
    const shard = open[step.which % open.length] as KinesisShard;
    const at = (BigInt(`0x${shard.from}`) + BigInt(`0x${shard.to}`) + 1n) / 2n;
    await splitShard(kinesis, name, { shard: shardId(shard.index), at: String(at) });
  } else if (step.kind === 'merge' && open.length > 1) {
    const [lower, upper] = open.slice(step.which % (open.length - 1)) as [
      KinesisShard,
      KinesisShard,
    ];
    const [shard, adjacent] = [shardId(lower.index), shardId(upper.index)];
    await mergeShards(kinesis, name, { shard, adjacent });
  } else if (step.kind === 'resize') {
    await resizeStream(kinesis, name, step.target);
  }
}

async function write(stream: TestStream, step: Writing, puts: Put[]): Promise<void> {
  for (const key of step.keys) {
    const text = `${key}${puts.length}`;
    await stream.put(key, text);
    puts.push({ key, text, time: stream.clock.now() });
  }
}

/** A limit of resizing is no fault of the stream. */
async function unlessRefused(call: () => Promise<void>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof KinesisRefused)) throw error;
    expect(error.refusal.kind).toMatch(/^resize/);
  }
}

function ofKey(texts: readonly string[], key: string): string[] {
  return texts.filter((text) => text.startsWith(key));
}

async function checkShards(stream: TestStream): Promise<void> {
  const shards = await stream.shards();
  const open = shards
    .filter(({ closed }) => closed === undefined)
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
  expect(printHashKey(open[0]?.from ?? '')).toBe('0');
  for (const [index, { to }] of open.entries()) {
    expect(neighbour(to, 1)).toBe(open[index + 1]?.from);
  }
  const byIndex = new Map(shards.map((shard) => [shard.index, shard]));
  for (const shard of shards) {
    // What is behind the end would be lost to who has read up to it.
    if (shard.closed !== undefined) expect(await stream.headOf(shard.index)).toBe(shard.closed.end);
    for (const parent of shard.parents) {
      const there = byIndex.get(parent);
      if (there === undefined) continue;
      expect(there.closed).toBeDefined();
      expect(BigInt(startingNumber(there)) < BigInt(startingNumber(shard))).toBe(true);
    }
  }
}

/** All that the stream keeps, read from the beginning; and each record, read from its own number. */
async function checkRecords(stream: TestStream, puts: readonly Put[]): Promise<void> {
  const horizon = Math.floor(stream.clock.now() / minute) * minute - day;
  const kept = puts.filter(({ time }) => time > horizon);
  const reader = new LineageReader();
  // A child may have a lower id than the other parent's child that it waits for.
  for (let pass = 0; pass < 3; pass += 1) await reader.read(stream);
  for (const key of keys) {
    const texts = kept.filter((put) => put.key === key).map(({ text }) => text);
    expect(ofKey(reader.seen, key)).toEqual(texts);
  }
  expect(reader.seen).toHaveLength(kept.length);
  for (const { index } of await stream.shards()) {
    const { records } = await stream.readOn(await stream.iterator(index, { type: 'TRIM_HORIZON' }));
    const numbers = records.map(({ sequenceNumber }) => BigInt(sequenceNumber));
    expect(numbers).toEqual(numbers.toSorted((a, b) => (a < b ? -1 : 1)));
    for (const [place, { sequenceNumber }] of records.entries()) {
      for (const [type, skipped] of [
        ['AT_SEQUENCE_NUMBER', 0],
        ['AFTER_SEQUENCE_NUMBER', 1],
      ] as const) {
        const from = await stream.iterator(index, { type, sequenceNumber });
        const behind = (await stream.readOn(from)).records.map(textOf);
        expect(behind).toEqual(records.slice(place + skipped).map(textOf));
      }
    }
  }
}

test('each record is read once, in the order of its key, for as long as it is kept', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.array(steps, { minLength: 5, maxLength: 40 }),
      async (shardCount, program) => {
        await using stream = await openTestStream({ shardCount });
        const puts: Put[] = [];
        const follower = new LineageReader();
        let hasLeapt = false;
        for (const step of program) {
          switch (step.kind) {
            case 'put':
              await write(stream, step, puts);
              break;
            case 'leap':
              // Iterators live for five minutes: from here on the follower would have to begin anew.
              hasLeapt = true;
              await stream.clock.advance(step.minutes * minute);
              break;
            case 'restart':
              await stream.restart();
              break;
            case 'read':
              if (!hasLeapt) await follower.read(stream);
              break;
            default:
              await Promise.all([
                unlessRefused(() => reshard(stream, step)),
                write(stream, step, puts),
              ]);
          }
        }
        await checkShards(stream);
        await checkRecords(stream, puts);
        if (hasLeapt) return;
        for (let pass = 0; pass < 3; pass += 1) await follower.read(stream);
        for (const key of keys) {
          const texts = puts.filter((put) => put.key === key).map(({ text }) => text);
          expect(ofKey(follower.seen, key)).toEqual(texts);
        }
      },
    ),
    { numRuns: 30 },
  );
}, 120_000);
