// One run: a server whose clock stands still until it is turned, a table, and workers that follow its stream.

import { type Headwater, manualRuntime, startHeadwater } from '../../../server/src/index.ts';
import type { LeaseStore } from '../../src/lease-store.ts';
import type { ConsumerMetrics } from '../../src/metrics.ts';
import { memoryLeases } from '../../src/leases/memory-leases.ts';
import { type SeededRandom, seededRandom } from '../../src/testing/seeded-random.ts';
import { Calls } from './calls.ts';
import { History } from './history.ts';
import { type Member, type Surroundings, isWanted, member } from './member.ts';
import { type RunSettings, faultsOf, settingsOf } from './settings.ts';
import { Table, nameOf, tableName } from './table.ts';
import { WireClient } from './wire-client.ts';

/** Nothing that the program waits for may take longer, by the server's clock. */
const longestMs = 30 * 60_000;
const stepMs = 250;

export class Run implements Surroundings, AsyncDisposable {
  readonly random: SeededRandom;
  readonly settings: RunSettings;
  readonly runtime: ReturnType<typeof manualRuntime>;
  readonly calls: Calls;
  readonly history = new History();
  readonly memory: LeaseStore = memoryLeases();
  readonly streams: WireClient;
  readonly dynamodb: WireClient;
  readonly table: Table;
  readonly #headwater: Headwater;
  readonly #leave: () => void;
  /** Workers that run or are stopped; who left or was killed is none. */
  readonly members: Member[] = [];
  readonly #all: Member[] = [];
  /** How much goes wrong: the part of calls that fail. */
  share = 0;
  #count = 0;

  private constructor(
    headwater: Headwater,
    parts: {
      readonly random: SeededRandom;
      readonly settings: RunSettings;
      readonly runtime: ReturnType<typeof manualRuntime>;
    },
  ) {
    const { random, settings, runtime } = parts;
    this.random = random;
    this.settings = settings;
    this.runtime = runtime;
    this.calls = new Calls(random);
    this.#headwater = headwater;
    this.streams = new WireClient(headwater.endpoint, 'streams');
    this.dynamodb = new WireClient(headwater.endpoint, 'dynamodb');
    const { calls } = this;
    this.table = new Table(headwater, { calls, random, keys: settings.keys });
    this.#leave = headwater.clock.join(() => this.calls.settled());
  }

  static async start(seed: number): Promise<Run> {
    const random = seededRandom(seed);
    const settings = settingsOf(random);
    const runtime = manualRuntime({ seed: String(seed) });
    const { partitions, shardLifetimeMs } = settings;
    const headwater = await startHeadwater({ runtime, partitions, shardLifetimeMs });
    const run = new Run(headwater, { random, settings, runtime });
    await run.table.create();
    return run;
  }

  /** Lets time pass until the promise settles. @throws Error when it never does */
  async until<T>(what: string, promise: Promise<T>): Promise<T> {
    const settled = new AbortController();
    const settle = (): void => settled.abort();
    promise.then(settle, settle);
    await this.pass(0);
    for (let passedMs = 0; !settled.signal.aborted; passedMs += stepMs) {
      if (passedMs > longestMs) throw new Error(`${what}: that does not come to an end.`);
      await this.pass(stepMs);
    }
    return promise;
  }

  async pass(ms: number): Promise<void> {
    await this.runtime.clock.advance(ms);
  }

  /** Each kind of fault has that part of the calls. */
  trouble(share: number): void {
    this.share = share;
    this.#headwater.faults.clear();
    if (share === 0) return;
    for (const fault of faultsOf(tableName, share / 4)) this.#headwater.faults.add(fault);
  }

  async join(): Promise<void> {
    this.#count += 1;
    const joined = member(this, `worker ${this.#count}`);
    joined.consumer.done.catch(() => {});
    this.#all.push(joined);
    const isStarted = await this.until(
      `${joined.name} starts`,
      joined.consumer.start().then(
        () => true,
        () => false,
      ),
    );
    // Amid trouble a start may fail; then there was no such worker.
    if (isStarted) this.members.push(joined);
    else this.history.troubled.add(joined.name);
  }

  async leave(): Promise<void> {
    const leaver = this.#take();
    leaver.resume();
    await this.until(`${leaver.name} stops`, leaver.consumer.stop());
  }

  kill(): void {
    const killed = this.#take();
    killed.pause();
    this.history.troubled.add(killed.name);
  }

  pauseOne(): void {
    const paused = this.random.pick(this.members);
    paused.pause();
    this.history.troubled.add(paused.name);
  }

  resumeAll(): void {
    for (const each of this.members) each.resume();
  }

  #take(): Member {
    const [taken] = this.members.splice(this.random.below(this.members.length), 1);
    return taken as Member;
  }

  /** Leases of the workers, and of shards that are nobody's. */
  leases(): { readonly shares: number[]; readonly free: number } {
    const states = this.members.map(({ consumer }) => consumer.state());
    const shares = states.map(({ shards }) => shards.length);
    const free = (states[0]?.leases ?? []).filter(({ status }) => status === 'free').length;
    return { shares, free };
  }

  counts(): Record<string, number> {
    const { history, table, calls } = this;
    const { processed, troubled, gaps, finished } = history;
    const names = new Set(processed.map((handOut) => nameOf(handOut)));
    const metrics = this.#all.map(({ consumer }) => consumer.metrics());
    const sum = (of: (each: ConsumerMetrics) => number): number =>
      metrics.reduce((total, each) => total + of(each), 0);
    return {
      calls: calls.count,
      workers: metrics.length,
      troubled: troubled.size,
      shards: finished.size,
      written: [...table.written.values()].reduce((total, count) => total + count, 0),
      processed: names.size,
      repeated: processed.length - names.size,
      retries: sum(({ retries }) => retries),
      givenUp: sum(({ recordsGivenUp }) => recordsGivenUp),
      gaps: gaps.length,
      leasesLost: sum(({ leasesLost }) => leasesLost),
      storeErrors: sum(({ storeErrors }) => storeErrors),
      sourceErrors: sum(({ sourceErrors }) =>
        Object.values(sourceErrors).reduce((total, count) => total + count, 0),
      ),
    };
  }

  missing(): string[] {
    return this.history.missing(this.table, (key) => !this.settings.isFiltered || isWanted(key));
  }

  check(): void {
    const { history, settings } = this;
    history.problems.push(...this.missing());
    history.checkRepetitions();
    if (!settings.isLossy && history.gaps.length > 0) {
      history.problems.push(`There were ${history.gaps.length} gaps, and nothing was trimmed.`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#leave();
    for (const client of [this.streams, this.dynamodb, this.table]) client[Symbol.dispose]();
    await this.#headwater.close();
  }
}
