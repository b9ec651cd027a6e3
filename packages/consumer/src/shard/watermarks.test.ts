import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Watermarks, windowOf } from './watermarks.ts';

const everyMs = 100;

type Step =
  | { readonly type: 'record' | 'rejected'; readonly time: number }
  | { readonly type: 'head'; readonly readAt: number };

const step = (times: fc.Arbitrary<number>): fc.Arbitrary<Step> =>
  fc.oneof(
    fc.record({ type: fc.constantFrom('record' as const, 'rejected' as const), time: times }),
    fc.record({ type: fc.constant('head' as const), readAt: times }),
  );

const anyTime = fc.integer({ min: 1000, max: 3000 });

/** The steps with the marks where they fall. */
function run(steps: readonly Step[], { graceMs = 0, takenAt = 1000 } = {}) {
  const watermarks = new Watermarks({ everyMs, graceMs }, takenAt);
  return steps.flatMap((each): (Step | { type: 'mark'; time: number })[] => {
    const mark =
      each.type === 'head' ? watermarks.atHead(each.readAt) : watermarks.before(each.time);
    if (each.type === 'record') watermarks.handOut(each.time);
    const marks = mark === undefined ? [] : [{ type: 'mark', time: mark } as const];
    return each.type === 'head' ? [each, ...marks] : [...marks, each];
  });
}

const marksOf = (all: ReturnType<typeof run>) =>
  all.flatMap((each) => (each.type === 'mark' ? [each.time] : []));

describe('whatever comes', () => {
  const check = (law: (all: ReturnType<typeof run>, graceMs: number) => void) =>
    fc.assert(
      fc.property(fc.array(step(anyTime)), fc.constantFrom(0, 30, 250), (steps, graceMs) =>
        law(run(steps, { graceMs }), graceMs),
      ),
    );

  test('marks are multiples of the pace and grow', () => {
    check((all) => {
      const marks = marksOf(all);
      expect(marks).toEqual([...new Set(marks)].toSorted((a, b) => a - b));
      expect(marks.filter((time) => time % everyMs !== 0)).toEqual([]);
    });
  });

  test('each window ends before a record of a later one is handed out, but for records that come late', () => {
    check((all) => {
      let announced = -Infinity;
      let latest = -Infinity;
      /** The ends of windows in which records were. */
      let open: number[] = [];
      for (const each of all) {
        if (each.type === 'mark') {
          announced = each.time;
          open = open.filter((end) => end > announced);
        }
        if (each.type === 'record' || each.type === 'rejected') {
          expect(open.filter((end) => end <= each.time)).toEqual([]);
        }
        if (each.type === 'record') {
          const window = windowOf(each.time, everyMs);
          if (window >= latest && window >= announced) open.push(window + everyMs);
          latest = Math.max(latest, window);
        }
      }
    });
  });

  test('but for the first two, each mark is the end of a window in which a record was since the last mark', () => {
    check((all) => {
      let ends = new Set<number>();
      let count = 0;
      const idle: number[] = [];
      for (const each of all) {
        if (each.type === 'record') ends.add(windowOf(each.time, everyMs) + everyMs);
        if (each.type !== 'mark') continue;
        count += 1;
        if (count > 2 && !ends.has(each.time)) idle.push(each.time);
        ends = new Set();
      }
      expect(idle).toEqual([]);
    });
  });

  test('at the head, no window is left open whose time has come', () => {
    check((all, graceMs) => {
      const watermarks = new Watermarks({ everyMs, graceMs }, 1000);
      for (const each of all) {
        if (each.type === 'mark') continue;
        if (each.type === 'head') {
          watermarks.atHead(each.readAt);
          expect(watermarks.lookBy ?? Infinity).toBeGreaterThan(each.readAt);
        } else {
          watermarks.before(each.time);
          if (each.type === 'record') watermarks.handOut(each.time);
        }
      }
    });
  });
});

describe('the first marks', () => {
  test('an idle shard: the end of the window in which it was taken, and no other', () => {
    const heads = [1050, 1099, 1100, 1200, 1300].map(
      (readAt) => ({ type: 'head', readAt }) as const,
    );
    expect(marksOf(run(heads, { takenAt: 1042 }))).toEqual([1100]);
  });

  test('records that wait: all before the window of the first one is done elsewhere', () => {
    const records = [420, 450, 510].map((time) => ({ type: 'record', time }) as const);
    expect(run(records, { takenAt: 1042 }).map(({ type }) => type)).toEqual([
      'mark',
      'record',
      'record',
      'mark',
      'record',
    ]);
    expect(marksOf(run(records, { takenAt: 1042 }))).toEqual([400, 500]);
  });

  test('records that are rejected leave what another worker may have begun to the end of its window', () => {
    const steps: Step[] = [
      { type: 'rejected', time: 1043 },
      { type: 'head', readAt: 1099 },
      { type: 'head', readAt: 1100 },
    ];
    expect(marksOf(run(steps, { takenAt: 1042 }))).toEqual([1000, 1100]);
  });
});

test('a record that comes late causes no mark', () => {
  const steps: Step[] = [
    { type: 'record', time: 1010 },
    { type: 'record', time: 1110 },
    { type: 'record', time: 1090 },
    { type: 'record', time: 1120 },
    { type: 'head', readAt: 1200 },
  ];
  expect(marksOf(run(steps))).toEqual([1000, 1100, 1200]);
});

test('grace puts the end of a window off in an idle shard only', () => {
  const watermarks = new Watermarks({ everyMs, graceMs: 30 }, 1000);
  watermarks.before(1010);
  watermarks.handOut(1010);
  expect(watermarks.lookBy).toBe(1130);
  expect(watermarks.atHead(1129)).toBeUndefined();
  expect(watermarks.before(1105)).toBe(1100);
});

test('the last mark is behind all records', () => {
  const watermarks = new Watermarks({ everyMs, graceMs: 0 }, 1000);
  expect(watermarks.atEnd()).toBe(1100);
  watermarks.before(1510);
  watermarks.handOut(1510);
  expect(watermarks.atEnd()).toBe(1600);
  watermarks.atHead(1700);
  expect(watermarks.atEnd()).toBe(1600);
});
