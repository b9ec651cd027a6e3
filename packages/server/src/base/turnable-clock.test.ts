import { describe, expect, test } from 'vitest';
import type { Clock } from './runtime.ts';
import { testSource } from './testing/test-source.ts';
import { CannotTurnClock, turnableClock, withTurnableClock } from './turnable-clock.ts';
import { InvalidDuration } from './duration.ts';

const start = Date.UTC(2026, 0, 1);

function frozen(startAt = 0) {
  const source = testSource();
  const clock = turnableClock({ source, startAt, frozen: true });
  return { source, clock, ...diaryOf(clock) };
}

function running(startAt?: number) {
  const source = testSource(1000);
  const clock = turnableClock({ source, ...(startAt === undefined ? {} : { startAt }) });
  return { source, clock, ...diaryOf(clock) };
}

/** Who woke, and when. */
function diaryOf(clock: Clock) {
  const diary: string[] = [];
  const nap = async (name: string, ...naps: readonly number[]): Promise<void> => {
    for (const ms of naps) {
      await clock.sleep(ms);
      diary.push(`${name} at ${clock.now()}`);
    }
  };
  return { diary, nap };
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

describe('a frozen clock', () => {
  test('stands still, whatever its source does', async () => {
    const { source, clock, diary, nap } = frozen(start);
    void nap('a', 10);
    await source.pass(1000);
    expect(clock.now()).toBe(start);
    expect(diary).toEqual([]);
    expect(source.waiting).toEqual([]);
    expect(clock.read()).toEqual({ now: start, mode: 'frozen', offsetMs: start - 1000 });
  });

  test('wakes each sleeper at its own moment, in order, also one that sleeps again', async () => {
    const { clock, diary, nap } = frozen();
    const all = Promise.all([nap('b', 20, 5), nap('a', 10, 30)]);
    await clock.advance(25);
    expect(diary).toEqual(['a at 10', 'b at 20', 'b at 25']);
    expect(clock.now()).toBe(25);
    await clock.advance(100);
    await all;
    expect(diary.slice(3)).toEqual(['a at 40']);
    expect(clock.now()).toBe(125);
  });

  test('wakes those who are due at one moment in the order in which they went to sleep', async () => {
    const { clock, diary, nap } = frozen();
    for (const name of ['c', 'a', 'b']) void nap(name, 10);
    void nap('early', 4, 6);
    await clock.advance(10);
    expect(diary).toEqual(['early at 4', 'c at 10', 'a at 10', 'b at 10', 'early at 10']);
  });

  test('lets those go on who sleep for no time, in order, without being turned', async () => {
    const { clock, diary, nap } = frozen(7);
    await Promise.all([nap('a', 0), nap('b', -5), nap('c', 0, 0)]);
    expect(diary).toEqual(['a at 7', 'b at 7', 'c at 7', 'c at 7']);
    void nap('d', 3, 0);
    void nap('e', 3);
    await clock.advance(3);
    expect(diary.slice(4)).toEqual(['d at 10', 'e at 10', 'd at 10']);
  });

  test('does not wake before a fraction of a millisecond is over', async () => {
    const { clock, diary, nap } = frozen();
    void nap('a', 0.5);
    await clock.advance(0);
    expect(diary).toEqual([]);
    await clock.advance('1ms');
    expect(diary).toEqual(['a at 1']);
  });

  test('forgets a sleeper whose signal aborts', async () => {
    const { clock } = frozen();
    const abort = new AbortController();
    const asleep = clock.sleep(10, abort.signal);
    abort.abort(new Error('enough'));
    await expect(asleep).rejects.toThrow('enough');
    await expect(clock.sleep(10, abort.signal)).rejects.toThrow('enough');
    await clock.advance(10);
  });

  test('runs on from where it stands when it is resumed', async () => {
    const { source, clock, diary, nap } = frozen(500);
    void nap('a', 10);
    await source.pass(1000);
    clock.resume();
    expect(clock.read()).toEqual({ now: 500, mode: 'running', offsetMs: -500 });
    await source.pass(9);
    expect(diary).toEqual([]);
    await source.pass(1);
    expect(diary).toEqual(['a at 510']);
    clock.freeze();
    await source.pass(5);
    expect(clock.read()).toEqual({ now: 510, mode: 'frozen', offsetMs: -505 });
  });
});

describe('a running clock', () => {
  test('is its source, at an offset', async () => {
    const { source, clock } = running(50);
    await source.pass(7);
    expect(clock.read()).toEqual({ now: 57, mode: 'running', offsetMs: -950 });
    expect(running().clock.read()).toEqual({ now: 1000, mode: 'running', offsetMs: 0 });
  });

  test('wakes sleepers when the source has got there, in order', async () => {
    const { source, diary, nap } = running();
    const all = [nap('b', 20), nap('a', 10, 10), nap('c', 20), nap('now', 0)];
    await source.pass(0);
    expect(diary).toEqual(['now at 1000']);
    await source.pass(9);
    expect(diary).toHaveLength(1);
    await source.pass(1);
    expect(diary.slice(1)).toEqual(['a at 1010']);
    await source.pass(100);
    await Promise.all(all);
    expect(diary.slice(2)).toEqual(['b at 1110', 'c at 1110', 'a at 1110']);
  });

  test('has one timer, for the first sleeper, and none when nobody sleeps', async () => {
    const { source, clock } = running();
    const abort = new AbortController();
    const asleep = [30, 10, 20, 10].map((ms) => clock.sleep(ms, abort.signal));
    expect(source.waiting).toEqual([10]);
    await source.pass(10);
    expect(source.waiting).toEqual([10]);
    void clock.sleep(5);
    expect(source.waiting).toEqual([5]);
    abort.abort();
    expect((await Promise.allSettled(asleep)).map(({ status }) => status)).toEqual([
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    await source.pass(5);
    expect(source.waiting).toEqual([]);
    void clock.sleep(5);
    clock.freeze();
    expect(source.waiting).toEqual([]);
  });

  test('asks again when the source says too early that it got there', async () => {
    const { source, clock, diary, nap } = running();
    void nap('a', 10);
    await source.pass(9);
    await source.wakeEarly();
    expect(diary).toEqual([]);
    expect(source.waiting).toEqual([1]);
    await source.pass(1);
    expect(diary).toEqual(['a at 1010']);
    expect(clock.now()).toBe(1010);
  });

  test('fails who sleeps when the source fails', async () => {
    const { source, clock } = running();
    const asleep = [clock.sleep(10), clock.sleep(20)].map((one) => one.catch(String));
    source.break(new Error('no timers left'));
    expect(await Promise.all(asleep)).toEqual(['Error: no timers left', 'Error: no timers left']);
  });

  test('leaps past what is due, and runs on from there', async () => {
    const { source, clock, diary, nap } = running();
    void nap('a', 10, 50);
    void nap('b', 300);
    void nap('c', 130);
    // What passes while it leaps must not wake anybody out of turn.
    clock.join(() => source.pass(7));
    await clock.advance(100);
    expect(diary).toEqual(['a at 1010', 'a at 1060']);
    expect(clock.now()).toBe(1100);
    await source.pass(29);
    expect(clock.now()).toBe(1129);
    expect(diary).toHaveLength(2);
    await source.pass(1);
    expect(diary.slice(2)).toEqual(['c at 1130']);
  });

  test('leaps from now, although who was due before did not wake yet', async () => {
    const { source, clock, diary, nap } = running();
    void nap('a', 10);
    void nap('b', 22);
    source.jump(20);
    await clock.advance(5);
    expect(diary).toEqual(['a at 1020', 'b at 1022']);
    expect(clock.now()).toBe(1025);
  });

  test('never goes back, even if its source does', async () => {
    const { source, clock } = running();
    const before = clock.now();
    await source.pass(-10);
    expect(clock.now()).toBe(before);
    await source.pass(15);
    expect(clock.now()).toBe(before + 5);
  });

  test('can be frozen and resumed while it leaps', async () => {
    const { source, clock, diary, nap } = running();
    void nap('a', 10, 10);
    const leap = clock.advance(15);
    clock.freeze();
    await leap;
    await source.pass(100);
    expect(clock.read()).toMatchObject({ now: 1015, mode: 'frozen' });
    const another = clock.advance(2);
    clock.resume();
    await another;
    await source.pass(3);
    expect(clock.read()).toMatchObject({ now: 1020, mode: 'running' });
    expect(diary).toEqual(['a at 1010', 'a at 1020']);
  });
});

describe('turning', () => {
  test.each([
    [250, 250],
    ['4h30m', 16_200_000],
    ['PT1S', 1000],
    [0, 0],
    [0.4, 0],
  ])('by %j', async (by, ms) => {
    const { clock } = frozen();
    await clock.advance(by);
    expect(clock.now()).toBe(ms);
  });

  test.each([
    [start + 1, start + 1],
    [start, start],
    ['2026-03-01T00:00:00Z', Date.UTC(2026, 2, 1)],
    [new Date(Date.UTC(2027, 0)), Date.UTC(2027, 0)],
  ])('to %j', async (time, ms) => {
    const { clock, diary, nap } = frozen(start);
    void nap('a', 1);
    await clock.set(time);
    expect(clock.now()).toBe(ms);
    expect(diary).toEqual(ms > start ? [`a at ${start + 1}`] : []);
  });

  test('back is refused', async () => {
    const { clock } = frozen(start);
    await expect(clock.set('2025-12-31T19:30:00Z')).rejects.toThrow(
      'The clock only goes forward: it is 2026-01-01T00:00:00.000Z, and 2025-12-31T19:30:00.000Z was 4h 30m ago.',
    );
    await expect(clock.set(start - 1)).rejects.toThrow(CannotTurnClock);
    for (const by of [-1, Number.NaN, Infinity]) {
      await expect(clock.advance(by)).rejects.toThrow(CannotTurnClock);
    }
    await expect(clock.advance('soon')).rejects.toThrow(InvalidDuration);
    for (const time of ['tomorrow', Number.NaN, new Date('x'), 8.64e15 + 1]) {
      await expect(clock.set(time)).rejects.toThrow(CannotTurnClock);
    }
    expect(clock.now()).toBe(start);
    await clock.advance(1);
    expect(clock.now()).toBe(start + 1);
  });

  test('is done one after another, and whether it goes back is judged when it is its turn', async () => {
    const { clock, diary, nap } = frozen();
    void nap('a', 5, 5, 5);
    const noted = async (name: string, leap: Promise<void>): Promise<void> => {
      try {
        await leap;
        diary.push(`${name} at ${clock.now()}`);
      } catch {
        diary.push(`${name} refused`);
      }
    };
    await Promise.all([
      noted('first', clock.advance(10)),
      noted('second', clock.set(12)),
      noted('third', clock.set(11)),
      noted('fourth', clock.advance(3)),
    ]);
    expect(diary).toEqual([
      'a at 5',
      'a at 10',
      'first at 10',
      'second at 12',
      'third refused',
      'a at 15',
      'fourth at 15',
    ]);
  });
});

describe('work that joined', () => {
  /** Does something that takes turns of the event loop whenever it is given something to do. */
  function worker(onDone: () => void = () => {}) {
    const jobs = new Set<Promise<void>>();
    const work = async (): Promise<void> => {
      await turn();
      await turn();
      onDone();
    };
    return {
      give() {
        const job = work().finally(() => jobs.delete(job));
        jobs.add(job);
      },
      async settled() {
        while (jobs.size > 0) await Promise.all(jobs);
      },
    };
  }

  test('is over before time moves on, and before a leap ends', async () => {
    const { clock, diary } = frozen();
    const one = worker(() => diary.push(`worked at ${clock.now()}`));
    clock.join(() => one.settled());
    for (const ms of [10, 11, 30]) void clock.sleep(ms).then(() => one.give());
    await clock.advance(30);
    expect(diary).toEqual(['worked at 10', 'worked at 11', 'worked at 30']);
  });

  test('is over before the first step, too', async () => {
    const { clock, diary, nap } = frozen();
    const one = worker(() => {
      diary.push('worked');
      void nap('due', 5);
    });
    clock.join(() => one.settled());
    one.give();
    await clock.advance(5);
    expect(diary).toEqual(['worked', 'due at 5']);
    one.give();
    await clock.advance(0);
    expect(diary.slice(2)).toEqual(['worked']);
  });

  test('is waited for when others gave it, to and fro', async () => {
    const { clock, diary } = frozen();
    const hops = 5;
    let hop = 0;
    const next = (name: string, to: () => { give(): void }) => () => {
      diary.push(`${name} at ${clock.now()}`);
      if ((hop += 1) < hops) to().give();
    };
    const a: ReturnType<typeof worker> = worker(next('a', () => b));
    const b = worker(next('b', () => a));
    clock.join(() => b.settled());
    clock.join(() => a.settled());
    void clock.sleep(1).then(() => a.give());
    await clock.advance(2);
    expect(diary).toEqual(['a at 1', 'b at 1', 'a at 1', 'b at 1', 'a at 1']);
  });

  test('does not hold a leap for ever, though it never rests', async () => {
    const { clock } = frozen();
    let asked = 0;
    clock.join(async () => {
      asked += 1;
      await turn();
    });
    await clock.advance(1);
    expect(clock.now()).toBe(1);
    expect(asked).toBeLessThan(100);
  });

  test('is not waited for when it left', async () => {
    const { clock } = frozen();
    const settled = (): Promise<void> => Promise.reject(new Error('asked'));
    const leave = [clock.join(settled), clock.join(settled)];
    await expect(clock.advance(1)).rejects.toThrow(AggregateError);
    leave[0]?.();
    leave[0]?.();
    await expect(clock.advance(1)).rejects.toThrow('asked');
    leave[1]?.();
    await clock.advance(1);
    expect(clock.now()).toBe(3);
  });

  test('may fail: the leap goes on to its end, and then fails with the error', async () => {
    const { clock, diary, nap } = frozen();
    const failure = new Error('the disk is full');
    const leave = clock.join(() => {
      if (clock.now() === 10) throw failure;
      return Promise.resolve();
    });
    void nap('a', 10, 10);
    await expect(clock.advance(30)).rejects.toBe(failure);
    expect(diary).toEqual(['a at 10', 'a at 20']);
    expect(clock.now()).toBe(30);
    leave();
    await clock.advance(5);
    expect(clock.now()).toBe(35);
  });
});

describe('a runtime', () => {
  test('whose clock can be turned keeps it; another gets one that runs as it does', async () => {
    class Machine {
      readonly clock = testSource(5);
      #calls = 0;
      monotonicNow(): number {
        this.#calls += 1;
        return this.#calls;
      }
      randomBytes(size: number): Uint8Array {
        this.#calls += 1;
        return new Uint8Array(size).fill(this.#calls);
      }
    }
    const runtime = withTurnableClock(new Machine());
    expect(runtime.clock.read()).toEqual({ now: 5, mode: 'running', offsetMs: 0 });
    await runtime.clock.advance(1);
    expect(runtime.monotonicNow()).toBe(1);
    expect(runtime.randomBytes(2)).toEqual(new Uint8Array([2, 2]));
    expect(withTurnableClock(runtime).clock).toBe(runtime.clock);
  });
});
