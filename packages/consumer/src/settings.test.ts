import { expect, test } from 'vitest';
import type { ConsumerOptions } from './options.ts';
import { settingsOf } from './settings.ts';
import { FakeStream } from './testing/fake-stream.ts';
import { virtualRuntime } from './testing/virtual-runtime.ts';

const runtime = virtualRuntime();
const source = new FakeStream(runtime.clock);
const settings = (own: Partial<ConsumerOptions>) =>
  settingsOf({ application: 'a', source, runtime, ...own }, () => {});

test('workers have names of their own', () => {
  expect(settings({}).worker).toMatch(/^[0-9a-f]{16}$/);
  expect(settings({}).worker).not.toBe(settings({}).worker);
});

test('a buffer holds two batches at least', () => {
  expect(settings({ batch: { size: 5000 } }).batch).toMatchObject({ size: 5000, buffer: 10_000 });
  expect(settings({ batch: { bytes: 5000 } }).batch).toMatchObject({ bufferBytes: 10_000 });
  expect(settings({ batch: { bytes: 5, bufferBytes: 99 } }).batch.bufferBytes).toBe(99);
});

test.each<[Partial<ConsumerOptions>, string]>([
  [{ application: '' }, 'application is empty'],
  [{ batch: { size: 0 } }, 'batch.size is 0'],
  [{ batch: { bufferBytes: 0 } }, 'batch.bufferBytes is 0'],
  [{ batch: { windowMs: Number.NaN } }, 'batch.windowMs is NaN'],
  [{ concurrencyPerShard: -1 }, 'concurrencyPerShard is -1'],
  [{ failure: { maxAttempts: 0 } }, 'failure.maxAttempts is 0'],
  [{ leases: { durationMs: 1000, renewMs: 1000 } }, 'leases.renewMs is 1000'],
])('%j is refused', (own, message) => {
  expect(() => settings(own)).toThrow(message);
});
