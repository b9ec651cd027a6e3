// Contract: whatever program of commits, reads, trims and reopenings runs, the store answers as a sorted
// map and a few arrays would.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EngineUnderTest } from './test-store.ts';
import { ModelStore } from './model-store.ts';
import { checkStep, type Step } from './model-step.ts';

const key = fc
  .array(fc.constantFrom(0x00, 0x01, 0x7f, 0x80, 0xff), { maxLength: 3 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));
const lane = fc.constantFrom('a', 'b', 'c');
const value = fc
  .tuple(fc.constantFrom('00', 'ab', 'ff'), fc.constantFrom(0, 1, 20, 3000))
  .map(([byte, length]) => byte.repeat(length));
const limit = fc.record({
  count: fc.integer({ min: 1, max: 5 }),
  bytes: fc.constantFrom(0, 1, 25, 4000, 1_000_000),
});

const change = fc.record({
  fate: fc.constantFrom('change', 'change', 'change', 'refuse', 'throw'),
  reads: fc.array(key, { maxLength: 3 }),
  puts: fc.uniqueArray(fc.tuple(key, value), { maxLength: 4, selector: ([name]) => name }),
  deletes: fc.array(key, { maxLength: 2 }),
  appends: fc.array(fc.tuple(lane, value), { maxLength: 4 }),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('commits'),
      changes: fc.array(change, { minLength: 1, maxLength: 5 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('get'), keys: fc.array(key, { maxLength: 5 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('range'),
      from: key,
      to: key,
      direction: fc.constantFrom('forward', 'backward'),
      limit,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('readLog'), lane, after: fc.nat(12), limit }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('trim'),
      lane,
      upTo: fc.nat(12),
      maxEntries: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'reopen' } as const) },
);

export function modelContract(engine: EngineUnderTest): void {
  test('any program of steps answers as the model does', async () => {
    expect.hasAssertions();
    const program = fc.array(step, { minLength: 1, maxLength: 30, size: 'max' });
    await fc.assert(
      fc.asyncProperty(program, async (steps) => {
        await using opened = await engine.open();
        const model = new ModelStore();
        for (const next of steps) {
          if (next.kind !== 'reopen') await checkStep(opened.store, model, next);
          else if (engine.isPersistent) await opened.reopen();
        }
      }),
      { numRuns: 100, seed: 20_260_101 },
    );
  });
}
