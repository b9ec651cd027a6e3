import { describe, expect, test } from 'vitest';
import { manualRuntime } from './manual-runtime.ts';

describe('a manual clock', () => {
  test('stands still at the beginning of 2026, or where it is told to', () => {
    const { clock } = manualRuntime();
    expect(clock.read()).toMatchObject({ now: Date.UTC(2026, 0, 1), mode: 'frozen' });
    expect(manualRuntime({ startAt: 5 }).clock.now()).toBe(5);
  });

  test('goes on when it is turned, and measures by itself', async () => {
    const { clock, monotonicNow } = manualRuntime({ startAt: 0 });
    const asleep = clock.sleep(10);
    await clock.advance('1s');
    await asleep;
    expect(clock.now()).toBe(1000);
    expect(monotonicNow()).toBe(1000);
  });

  test('runs with the clock of the machine when it is resumed', async () => {
    const { clock } = manualRuntime({ startAt: 1000 });
    clock.resume();
    await clock.sleep(1);
    expect(clock.now()).toBeGreaterThan(1000);
    expect(clock.read().mode).toBe('running');
  });
});

describe('manual randomness', () => {
  test('follows from the seed', () => {
    const [a, again, b] = ['a', 'a', 'b'].map((seed) => manualRuntime({ seed }));
    const bytes = a?.randomBytes(8);
    expect(again?.randomBytes(8)).toEqual(bytes);
    expect(b?.randomBytes(8)).not.toEqual(bytes);
    expect(a?.randomBytes(8)).not.toEqual(bytes);
  });
});
