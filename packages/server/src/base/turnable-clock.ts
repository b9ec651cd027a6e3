// A clock that can be turned: it runs at an offset from another one, stands still, and leaps. A leap does
// all that is due on the way in order and at its right time, and waits for the work that this starts.

import { assert } from './assert.ts';
import { parseDuration, printDuration } from './duration.ts';
import { isoTime, parseWrittenTime } from './iso-time.ts';
import { type Failures, JoinedWork, turn } from './joined-work.ts';
import { PriorityQueue, type QueueEntry } from './priority-queue.ts';
import type { Clock, Runtime } from './runtime.ts';

export interface TurnableClock extends Clock {
  /**
   * Moves time on by a duration, in milliseconds or as text such as `4h30m`. Each sleeper wakes at its own
   * moment, in the order in which they are due; then what woke may work for a turn of the event loop, and
   * the work of all who joined is waited for, before time moves on. So it is before the first step too:
   * `advance(0)` waits for what is under way. Meanwhile time stands still but for these steps; afterwards
   * it runs on from where it got to, or stays there when the clock is frozen. Calls of `advance` and `set`
   * run one after another, so work that a leap waits for must not wait for another one.
   * Rejects with InvalidDuration or CannotTurnClock when nothing was done; and with what a `settled`
   * threw (an AggregateError if several failed), once the leap is over.
   */
  advance(by: number | string): Promise<void>;
  /** Leaps as `advance` does, to epoch milliseconds or ISO 8601; rejects if that is in the past. */
  set(time: number | string | Date): Promise<void>;
  /** Time stands still from now on. */
  freeze(): void;
  /** Time runs on, as fast as that of the source, from where it stands. */
  resume(): void;
  read(): ClockState;
  /**
   * Makes leaps wait for work that starts when time passes. `settled` resolves when nothing is under way, at
   * once if nothing is; what it waits for must not sleep on this clock, which stands still meanwhile.
   * Returns the function that leaves.
   */
  join(settled: () => Promise<void>): () => void;
}

export interface ClockState {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly mode: 'running' | 'frozen';
  /** How far it is before the source; negative when it is behind. */
  readonly offsetMs: number;
}

/** The clock cannot be turned so: back, or to no time at all. */
export class CannotTurnClock extends Error {
  override readonly name = 'CannotTurnClock';
}

/** The latest time that JavaScript's dates know. */
const latestTime = 8.64e15;

export function turnableClock(options: {
  /** How fast time runs, and how to wait for it. */
  readonly source: Clock;
  /** Epoch milliseconds; the time of the source unless given. */
  readonly startAt?: number;
  readonly frozen?: boolean;
}): TurnableClock {
  return new OffsetClock(options);
}

/** The same runtime if its clock can be turned; otherwise with a clock around it that can. */
export function withTurnableClock(runtime: Runtime): Runtime & { readonly clock: TurnableClock } {
  const { clock } = runtime;
  return {
    clock: isTurnable(clock) ? clock : turnableClock({ source: clock }),
    monotonicNow: () => runtime.monotonicNow(),
    randomBytes: (size) => runtime.randomBytes(size),
  };
}

function isTurnable(clock: Clock): clock is TurnableClock {
  return 'advance' in clock && 'set' in clock && 'join' in clock;
}

interface Sleeper {
  wake(): void;
  fail(error: Error): void;
}

class OffsetClock implements TurnableClock {
  readonly #source: Clock;
  readonly #work = new JoinedWork();
  /** By the times at which they are due. */
  readonly #sleepers = new PriorityQueue<Sleeper>();
  /** The latest time that it has shown. */
  #time: number;
  #offset: number;
  #isFrozen: boolean;
  #isLeaping = false;
  /** Settles when the last leap that was asked for is over. */
  #leaps: Promise<unknown> = Promise.resolve();
  /** For which sleeper's time it waits outside of leaps. */
  #awaited: number | undefined;
  #waiting = new AbortController();

  constructor({ source, startAt, frozen = false }: Parameters<typeof turnableClock>[0]) {
    this.#source = source;
    this.#time = startAt ?? source.now();
    this.#offset = this.#time - source.now();
    this.#isFrozen = frozen;
  }

  now(): number {
    if (!this.#isFrozen && !this.#isLeaping) {
      const time = this.#source.now() + this.#offset;
      if (time > this.#time) this.#time = time;
    }
    return this.#time;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    assert(!Number.isNaN(ms), 'a sleep is so many milliseconds long');
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const settle = (how: () => void): void => {
        signal?.removeEventListener('abort', abort);
        how();
      };
      const sleeper = this.#sleepers.add(this.now() + Math.max(0, Math.ceil(ms)), {
        wake: () => settle(resolve),
        fail: (error) => settle(() => reject(error)),
      });
      const abort = (): void => {
        this.#sleepers.delete(sleeper);
        this.#watch();
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#watch();
    });
  }

  async advance(by: number | string): Promise<void> {
    const ms = typeof by === 'string' ? parseDuration(by) : Math.round(by);
    if (!(ms >= 0)) {
      throw new CannotTurnClock(
        `The clock only goes forward, so it cannot be advanced by ${by} milliseconds.`,
      );
    }
    await this.#queueLeap((now) => now + ms);
  }

  async set(time: number | string | Date): Promise<void> {
    const to = timeOf(time);
    await this.#queueLeap((now) => {
      if (to >= now) return to;
      throw new CannotTurnClock(
        `The clock only goes forward: it is ${isoTime(now)}, and ${isoTime(to)} was ${printDuration(now - to)} ago. A server that starts anew can start at any time.`,
      );
    });
  }

  freeze(): void {
    this.now();
    this.#isFrozen = true;
    this.#watch();
  }

  resume(): void {
    if (!this.#isFrozen) return;
    this.#isFrozen = false;
    this.#runOn();
  }

  read(): ClockState {
    const now = this.now();
    const mode = this.#isFrozen ? 'frozen' : 'running';
    const stands = this.#isFrozen || this.#isLeaping;
    return { now, mode, offsetMs: stands ? now - this.#source.now() : this.#offset };
  }

  join(settled: () => Promise<void>): () => void {
    return this.#work.join(settled);
  }

  /** Behind the leaps that were asked for before; `target` says where to when it is this one's turn. */
  #queueLeap(target: (now: number) => number): Promise<void> {
    const leap = this.#leaps.then(() => this.#leap(target));
    this.#leaps = leap.catch(() => {});
    return leap;
  }

  async #leap(target: (now: number) => number): Promise<void> {
    const to = target(this.now());
    if (to > latestTime) throw new CannotTurnClock(`The clock ends at ${isoTime(latestTime)}.`);
    const failures: Failures = new Map();
    this.#isLeaping = true;
    this.#watch();
    try {
      await this.#walk(to, failures);
    } finally {
      this.#isLeaping = false;
      this.#runOn();
    }
    throwAll([...failures.values()]);
  }

  async #walk(to: number, failures: Failures): Promise<void> {
    await this.#work.done(failures);
    for (;;) {
      const first = this.#sleepers.first();
      if (first !== undefined && first.priority <= to) {
        this.#time = Math.max(this.#time, first.priority);
        this.#wake(first);
      } else if (this.#time < to) this.#time = to;
      else return;
      await this.#work.done(failures);
    }
  }

  #wake(sleeper: QueueEntry<Sleeper>): void {
    this.#sleepers.delete(sleeper);
    sleeper.value.wake();
  }

  /** From where time stands, when nothing holds it there any more. */
  #runOn(): void {
    if (!this.#isFrozen && !this.#isLeaping) this.#offset = this.#time - this.#source.now();
    this.#watch();
  }

  /** Waits for the first sleeper's time if it comes by itself, and for nothing otherwise. */
  #watch(): void {
    const due = this.#isLeaping ? undefined : this.#sleepers.first()?.priority;
    // While time stands still, only who sleeps no longer than until now can wake.
    const awaited = this.#isFrozen && due !== undefined && due > this.#time ? undefined : due;
    if (awaited === this.#awaited) return;
    this.#waiting.abort();
    this.#waiting = new AbortController();
    this.#awaited = awaited;
    if (awaited !== undefined) void this.#wakeAt(awaited, this.#waiting.signal);
  }

  async #wakeAt(due: number, signal: AbortSignal): Promise<void> {
    try {
      const ms = due - this.now();
      await (ms > 0 ? this.#source.sleep(ms, signal) : turn());
    } catch (error) {
      if (!signal.aborted) this.#failFirst(error);
    }
    if (signal.aborted) return;
    const now = this.now();
    let first = this.#sleepers.first();
    while (first !== undefined && first.priority <= now) {
      this.#wake(first);
      first = this.#sleepers.first();
    }
    this.#awaited = undefined;
    this.#watch();
  }

  /** It is on the first sleeper's behalf that the source was asked. */
  #failFirst(error: unknown): void {
    const first = this.#sleepers.first();
    if (first === undefined) return;
    this.#sleepers.delete(first);
    first.value.fail(error as Error);
  }
}

/** Epoch milliseconds. */
function timeOf(time: number | string | Date): number {
  const ms = typeof time === 'string' ? parseWrittenTime(time) : Math.round(Number(time));
  if (ms !== undefined && Math.abs(ms) <= latestTime) return ms;
  throw new CannotTurnClock(
    `"${String(time)}" is no time that a clock can be set to. Times are epoch milliseconds, or ISO 8601 with a zone, such as 2026-03-01T00:00:00Z.`,
  );
}

function throwAll(errors: readonly unknown[]): void {
  if (errors.length === 0) return;
  if (errors.length === 1) throw errors[0];
  throw new AggregateError(errors, 'Several of those whom the clock waits for failed.');
}
