import { expect, test, vi } from 'vitest';
import { systemRuntime } from './system-runtime.ts';

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

test('time never goes back, though the clock of the machine is set back', () => {
  const { clock } = systemRuntime();
  const before = clock.now();
  const machine = vi.spyOn(Date, 'now').mockReturnValue(before - 3_600_000);
  try {
    expect(clock.now()).toBe(before);
  } finally {
    machine.mockRestore();
  }
  expect(clock.now()).toBeGreaterThanOrEqual(before);
});

test.each([2 ** 31, 1e12, Infinity])('a sleep of %d ms is not over at once', async (ms) => {
  const { clock } = systemRuntime();
  const warnings: Error[] = [];
  const note = (warning: Error): void => {
    warnings.push(warning);
  };
  process.on('warning', note);
  const abort = new AbortController();
  try {
    const asleep = clock.sleep(ms, abort.signal);
    // Node.js warns of a timer that is too long for it, and lets it go off at once.
    await turn();
    abort.abort();
    await expect(asleep).rejects.toThrow('aborted');
  } finally {
    process.off('warning', note);
  }
  expect(warnings).toEqual([]);
});

test('a sleep ends, or fails with its signal', async () => {
  const { clock } = systemRuntime();
  await clock.sleep(0);
  await expect(clock.sleep(5, AbortSignal.abort())).rejects.toThrow('aborted');
});
