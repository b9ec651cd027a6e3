// Random runs of several workers against a stream that splits and merges, under faults. The seed is the
// test's name.

import { expect, test } from 'vitest';
import type { LeaseStore } from './lease-store.ts';
import { memoryLeases } from './leases/memory-leases.ts';
import { SourceError } from './source-error.ts';
import { StreamConsumer } from './stream-consumer.ts';
import { type FakeRecord, FakeStream } from './testing/fake-stream.ts';
import { type Process, process } from './testing/process.ts';
import { type SeededRandom, seededRandom } from './testing/seeded-random.ts';
import { type VirtualRuntime, virtualRuntime } from './testing/virtual-runtime.ts';

const keys = Array.from({ length: 8 }, (_, index) => `key ${index}`);

/** Shards that divide the keys, and change how they do. */
class Partitions {
  readonly written = new Map<string, number[]>();
  readonly #stream: FakeStream;
  readonly #random: SeededRandom;
  /** Of each open shard, its keys. */
  #open = new Map<string, string[]>();
  #count = 0;

  constructor(stream: FakeStream, random: SeededRandom) {
    this.#stream = stream;
    this.#random = random;
    for (const part of [keys.slice(0, 4), keys.slice(4)]) this.#add(part, []);
  }

  #add(part: string[], parents: readonly string[]): void {
    this.#count += 1;
    const id = `shard ${this.#count}`;
    this.#stream.open(id, parents);
    this.#open.set(id, part);
  }

  write(): void {
    const [id, part] = this.#random.pick([...this.#open].filter(([, own]) => own.length > 0));
    const key = this.#random.pick(part);
    const { value } = this.#stream.write(id, key);
    this.written.set(key, [...(this.written.get(key) ?? []), value]);
  }

  change(): void {
    const open = [...this.#open];
    if (open.length > 1 && this.#random.chance(0.4)) {
      const [[a, ofA], [b, ofB]] = open as [[string, string[]], [string, string[]]];
      this.#close(a, b);
      this.#add([...ofA, ...ofB], [a, b]);
      return;
    }
    const [id, part] = this.#random.pick(open);
    this.#close(id);
    const cut = this.#random.below(part.length + 1);
    this.#add(part.slice(0, cut), [id]);
    if (this.#random.chance(0.7) || cut < part.length) this.#add(part.slice(cut), [id]);
  }

  #close(...ids: readonly string[]): void {
    for (const id of ids) {
      this.#stream.close(id);
      this.#open.delete(id);
    }
  }

  end(): void {
    this.#close(...this.#open.keys());
    this.#stream.ended = true;
  }
}

interface Member extends Process {
  readonly consumer: StreamConsumer<FakeRecord>;
}

class Run {
  readonly random: SeededRandom;
  readonly runtime: VirtualRuntime;
  readonly partitions: Partitions;
  readonly handled = new Map<string, number[]>();
  readonly #stream: FakeStream;
  readonly #store = memoryLeases();
  members: Member[] = [];
  trouble = 0;
  #count = 0;

  constructor(seed: number) {
    this.random = seededRandom(seed);
    this.runtime = virtualRuntime(String(seed));
    this.#stream = new FakeStream(this.runtime.clock);
    this.partitions = new Partitions(this.#stream, this.random);
    this.#stream.fault = (call) => {
      if (!this.random.chance(this.trouble)) return;
      const kind = this.random.pick(['throttled', 'unavailable', 'iterator-expired'] as const);
      throw new SourceError(call === 'read' ? kind : 'throttled', 'by chance');
    };
  }

  /** Its handler takes a while, and now and then fails half-way. */
  async join(): Promise<void> {
    this.#count += 1;
    const inside = process(this.runtime);
    const consumer = new StreamConsumer<FakeRecord>({
      application: 'test',
      worker: `worker ${this.#count}`,
      source: inside.inside(this.#stream),
      store: inside.inside(this.#flaky()),
      runtime: inside.runtime,
      batch: { size: 1 + this.random.below(5) },
      concurrencyPerShard: 1 + this.random.below(3),
      failure: { bisect: this.random.chance(0.5), backOff: { baseMs: 50, maxMs: 500 } },
      handler: async ({ records }) => {
        await inside.runtime.clock.sleep(1 + this.random.below(50));
        for (const { key, value, sequenceNumber } of records) {
          if (this.random.chance(this.trouble)) return { firstFailed: sequenceNumber };
          this.handled.set(key, [...(this.handled.get(key) ?? []), value]);
        }
        return undefined;
      },
    });
    this.members.push({ ...inside, consumer });
    // A start may fail under trouble: then this worker was never there.
    await this.runtime.run(consumer.start().catch(() => {}));
  }

  #flaky(): LeaseStore {
    return new Proxy(this.#store, {
      get:
        (target, name: keyof LeaseStore) =>
        async (...args: unknown[]) => {
          const isBefore = this.random.chance(0.5);
          if (isBefore && this.random.chance(this.trouble)) throw new Error('The store is away.');
          const answer: unknown = await Reflect.apply(target[name] as () => unknown, target, args);
          if (this.random.chance(this.trouble)) throw new Error('The answer was lost.');
          return answer;
        },
    });
  }

  async finish(): Promise<void> {
    this.trouble = 0;
    for (const member of this.members) member.resume();
    await this.join();
    this.partitions.end();
    const ends = this.members.map(({ consumer }) => consumer.done.catch(() => 'failed'));
    await this.runtime.run(Promise.all(ends));
  }

  /** Of each key, the values in the order in which they came first. */
  firstHandled(): Map<string, number[]> {
    return new Map([...this.handled].map(([key, values]) => [key, [...new Set(values)]]));
  }
}

const sorted = (map: Map<string, number[]>) => [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));

test.each(Array.from({ length: 15 }, (_, seed) => [seed]))(
  'without trouble everything comes once, in order; seed %i',
  async (seed) => {
    const run = new Run(seed);
    await run.join();
    for (let step = 0; step < 60; step += 1) {
      for (let count = run.random.below(20); count > 0; count -= 1) run.partitions.write();
      if (run.random.chance(0.3)) run.partitions.change();
      if (run.random.chance(0.1)) await run.join();
      if (run.members.length > 1 && run.random.chance(0.1)) {
        const [leaver] = run.members.splice(run.random.below(run.members.length), 1);
        await run.runtime.run((leaver as Member).consumer.stop());
      }
      await run.runtime.pass(run.random.below(8000));
    }
    await run.finish();
    expect(sorted(run.handled)).toEqual(sorted(run.partitions.written));
  },
);

test.each(Array.from({ length: 25 }, (_, seed) => [seed]))(
  'with trouble nothing is lost, and what comes first comes in order; seed %i',
  async (seed) => {
    const run = new Run(1000 + seed);
    await run.join();
    for (let step = 0; step < 60; step += 1) {
      run.trouble = run.random.pick([0, 0.02, 0.2]);
      for (let count = run.random.below(20); count > 0; count -= 1) run.partitions.write();
      if (run.random.chance(0.3)) run.partitions.change();
      if (run.random.chance(0.1)) {
        run.trouble = 0;
        await run.join();
      }
      const member = run.random.pick(run.members);
      if (run.random.chance(0.2)) member.pause();
      else if (run.random.chance(0.6)) member.resume();
      await run.runtime.pass(run.random.below(15_000));
    }
    await run.finish();
    expect(sorted(run.firstHandled())).toEqual(sorted(run.partitions.written));
  },
);
