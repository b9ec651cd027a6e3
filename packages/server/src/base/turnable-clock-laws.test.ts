// Random sleepers and random turns, compared with a list that is sorted.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testSource } from './testing/test-source.ts';
import { type TurnableClock, turnableClock } from './turnable-clock.ts';

/** Sleeps so long, perhaps ends another's sleep for good, and works for so many turns of the event loop. */
interface Nap {
  readonly ms: number;
  readonly turns: number;
  /** Whose sleep it ends, by number; nobody's if there is none. */
  readonly ends: number;
}

const nap: fc.Arbitrary<Nap> = fc.record({
  ms: fc.oneof(fc.integer({ min: -1, max: 12 }), fc.constant(100_000)),
  turns: fc.nat({ max: 3 }),
  ends: fc.oneof(
    { weight: 5, arbitrary: fc.constant(-1) },
    { weight: 1, arbitrary: fc.nat({ max: 9 }) },
  ),
});
const people = fc.array(fc.array(nap, { minLength: 1, maxLength: 6 }), { maxLength: 10 });
const steps = fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 8 });

/** What the model says who does when, when time is moved on to these moments. */
function expectedDiary(all: readonly (readonly Nap[])[], moments: readonly number[]): string[] {
  const diary: string[] = [];
  let asleep: { readonly who: number; readonly nap: number; readonly due: number }[] = [];
  const sleep = (who: number, nap: number, now: number): void => {
    const ms = all[who]?.[nap]?.ms;
    if (ms !== undefined) asleep.push({ who, nap, due: now + Math.max(0, ms) });
  };
  for (const who of all.keys()) sleep(who, 0, 0);
  for (const moment of moments) {
    for (;;) {
      // Sorting is stable, and they are in the order in which they went to sleep.
      const [first] = asleep.toSorted((a, b) => a.due - b.due);
      if (first === undefined || first.due > moment) break;
      const ends = all[first.who]?.[first.nap]?.ends;
      asleep = asleep.filter((one) => one !== first && one.who !== ends);
      diary.push(`${first.who} woke at ${first.due}`, `${first.who} worked at ${first.due}`);
      sleep(first.who, first.nap + 1, first.due);
    }
  }
  return diary;
}

/** The same people, on a clock that waits for their work. */
function meet(clock: TurnableClock, all: readonly (readonly Nap[])[]): string[] {
  const diary: string[] = [];
  const start = clock.now();
  const beds = all.map(() => new AbortController());
  const working = new Set<Promise<void>>();
  const work = async (who: number, turns: number): Promise<void> => {
    for (let turn = 0; turn < turns; turn += 1) {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
    diary.push(`${who} worked at ${clock.now() - start}`);
  };
  const live = async (who: number, naps: readonly Nap[]): Promise<void> => {
    for (const { ms, turns, ends } of naps) {
      await clock.sleep(ms, beds[who]?.signal);
      diary.push(`${who} woke at ${clock.now() - start}`);
      if (ends !== who) beds[ends]?.abort();
      const job = work(who, turns);
      working.add(job);
      await job;
      working.delete(job);
    }
  };
  clock.join(async () => {
    while (working.size > 0) await Promise.all(working);
  });
  for (const [who, naps] of all.entries()) void live(who, naps).catch(() => {});
  return diary;
}

describe('whoever sleeps wakes at the right time, in order, and is waited for', () => {
  test.each([
    ['frozen', { frozen: true, passes: 0 }],
    ['running', { frozen: false, passes: 0 }],
    ['running, and the source goes on during leaps', { frozen: false, passes: 7 }],
  ])('on a clock that is %s', async (_name, { frozen, passes }) => {
    await fc.assert(
      fc.asyncProperty(people, steps, async (all, steps) => {
        const source = testSource(500);
        const clock = turnableClock({ source, frozen });
        const diary = meet(clock, all);
        clock.join(() => (passes === 0 ? Promise.resolve() : source.pass(passes)));
        const moments: number[] = [];
        for (const ms of steps) {
          moments.push((moments.at(-1) ?? 0) + ms);
          await clock.advance(ms);
          expect(clock.now()).toBe(500 + (moments.at(-1) ?? 0));
          expect(diary).toEqual(expectedDiary(all, moments));
        }
      }),
      { numRuns: passes === 0 ? 200 : 30 },
    );
  });
});

test('however it is turned, time never goes back, and nobody wakes too early or too late', async () => {
  const step = fc.oneof(
    fc.record({ act: fc.constantFrom('pass', 'advance', 'set', 'sleep'), ms: fc.nat({ max: 20 }) }),
    fc.record({ act: fc.constantFrom('freeze', 'resume', 'abort'), ms: fc.nat({ max: 20 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const source = testSource(100);
      const clock = turnableClock({ source });
      const asleep: { readonly due: number; readonly bed: AbortController }[] = [];
      const woken: { readonly due: number; readonly at: number; readonly leaping: boolean }[] = [];
      let leaping = false;
      let frozen = false;
      const sleep = async (ms: number): Promise<void> => {
        const sleeper = { due: clock.now() + ms, bed: new AbortController() };
        asleep.push(sleeper);
        try {
          await clock.sleep(ms, sleeper.bed.signal);
          woken.push({ due: sleeper.due, at: clock.now(), leaping });
        } finally {
          asleep.splice(asleep.indexOf(sleeper), 1);
        }
      };
      for (const { act, ms } of steps) {
        const before = clock.now();
        const latest = woken.splice(0).at(-1);
        expect(latest?.at ?? before).toBeLessThanOrEqual(before);
        leaping = act === 'advance' || act === 'set';
        if (act === 'pass') await source.pass(ms);
        else if (act === 'advance') await clock.advance(ms);
        else if (act === 'set') await clock.set(before + ms);
        else if (act === 'sleep') void sleep(ms).catch(() => {});
        else if (act === 'freeze') clock.freeze();
        else if (act === 'resume') clock.resume();
        else asleep[ms % asleep.length]?.bed.abort();
        if (act === 'freeze' || act === 'resume') frozen = act === 'freeze';
        // What was woken runs behind the source's timer, and is due again after its own turn.
        await source.pass(0);
        await source.pass(0);
        const now = clock.now();
        const moved = act === 'pass' ? !frozen : leaping;
        expect(now).toBe(before + (moved ? ms : 0));
        expect(clock.read()).toMatchObject({ mode: frozen ? 'frozen' : 'running', now });
        expect(woken.map(({ due }) => due)).toEqual(
          woken.map(({ due }) => due).toSorted((a, b) => a - b),
        );
        for (const { due, at, leaping } of woken) expect(at).toBe(leaping ? due : now);
        expect(asleep.filter(({ due }) => due <= now)).toEqual([]);
        const [next] = asleep.map(({ due }) => due - now).toSorted((a, b) => a - b);
        expect(source.waiting).toEqual(frozen || next === undefined ? [] : [next]);
      }
    }),
    { numRuns: 300 },
  );
});
