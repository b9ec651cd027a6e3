// Random programs of writes, splits, rollovers, failures, leaps of the clock, restarts and crashes: whatever
// happens, every record is handed out, those of one item in their order, and windows have each record once.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scope } from '../../database/testing/open-test-database.ts';
import {
  type EventRecord,
  type FunctionEvent,
  HandlerError,
  type MappingChange,
  openTestEngine,
  type TestFunction,
} from './testing/open-test-engine.ts';

const table = 't';
const keys = ['a', 'b', 'c', 'd', 'e', 'f'];

type Step =
  | { readonly type: 'write'; readonly key: string }
  | { readonly type: 'roll' | 'split' | 'restart' | 'settle' }
  | { readonly type: 'crash'; readonly commits: number }
  | { readonly type: 'pass'; readonly ms: number };

const aWrite = fc.constantFrom(...keys).map((key): Step => ({ type: 'write', key }));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: aWrite },
  { weight: 3, arbitrary: fc.constant<Step>({ type: 'settle' }) },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ type: 'roll' }, { type: 'split' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ type: 'restart' }) },
  {
    weight: 2,
    arbitrary: fc.nat(8).map((commits): Step => ({ type: 'crash', commits })),
  },
  { weight: 3, arbitrary: fc.nat(20_000).map((ms): Step => ({ type: 'pass', ms })) },
);
const program = fc.array(step, { minLength: 5, maxLength: 60 });

const settings: fc.Arbitrary<MappingChange> = fc.record({
  batchSize: fc.constantFrom(1, 2, 3, 100),
  batchingWindowSeconds: fc.constantFrom(0, 3),
  parallelizationFactor: fc.constantFrom(1, 2, 5),
  bisectBatchOnFunctionError: fc.boolean(),
  reportBatchItemFailures: fc.boolean(),
  filters: fc.constantFrom([], [JSON.stringify({ dynamodb: { Keys: { p: { S: keys } } } })]),
  from: fc.constantFrom('LATEST', 'TRIM_HORIZON'),
});

/** What a function does at each call: answers, fails, or fails from its nth record on. */
const moods = fc.array(fc.constantFrom('ok', 'ok', 'fail', 0, 1, 2), { maxLength: 60 });

/** `process` gets the records that the function is done with, and gives its answer. */
function moody(
  given: readonly (string | number)[],
  process: (event: FunctionEvent, records: readonly EventRecord[]) => object,
): TestFunction {
  const left = [...given];
  return (event) => {
    const mood = left.shift() ?? 'ok';
    if (mood === 'fail') throw new HandlerError('no');
    const failed = typeof mood === 'number' ? event.Records[mood] : undefined;
    if (failed === undefined) return process(event, event.Records);
    const answer = process(event, event.Records.slice(0, event.Records.indexOf(failed)));
    const { SequenceNumber: itemIdentifier } = failed.dynamodb;
    return { ...answer, batchItemFailures: [{ itemIdentifier }] };
  };
}

/** `key value`, which is written once. */
function nameOf({ dynamodb }: EventRecord): string {
  return `${dynamodb.Keys.p.S} ${dynamodb.NewImage?.v.N ?? ''}`;
}

/** Runs the program, and then lets all come to its end. Returns what was written, in order. */
async function run(
  opened: Awaited<ReturnType<typeof openTestEngine>>,
  steps: readonly Step[],
  change: MappingChange,
): Promise<string[]> {
  const { database, clock } = opened;
  const written: string[] = [];
  await opened.start(change);
  for (const step of steps) {
    switch (step.type) {
      case 'write':
        written.push(`${step.key} ${written.length}`);
        await opened.put(step.key, written.length - 1);
        break;
      case 'roll':
        await database.rollShards(scope, { table });
        break;
      case 'split':
        if ((await database.listShards(scope, table)).flatMap(({ shards }) => shards).length < 16) {
          await database.splitShards(scope, { table });
        }
        break;
      case 'settle':
        await clock.advance(0);
        break;
      case 'pass':
        await clock.advance(step.ms);
        break;
      case 'restart':
        await opened.restart();
        await opened.start(change);
        break;
      case 'crash':
        await opened.crash(step.commits);
        await opened.start(change);
        break;
    }
  }
  await clock.advance('2h');
  return written;
}

function byKey(names: readonly string[]): Map<string, string[]> {
  return Map.groupBy(names, (name) => name.split(' ')[0] as string);
}

test('no record is lost, and those of one item come in their order', async () => {
  await fc.assert(
    fc.asyncProperty(program, settings, moods, async (steps, change, given) => {
      const opened = await openTestEngine({ partitions: 2 });
      const handled: string[] = [];
      opened.invocations.function = moody(given, (_event, records) => {
        handled.push(...records.map(nameOf));
        return {};
      });
      const written = await run(opened, steps, change);
      // A function that does not report failures is done with all that it did not throw at.
      const seen = change.reportBatchItemFailures === true ? handled : everyRecord(opened, handled);
      const first = byKey([...new Set(seen)]);
      expect(Object.fromEntries(first)).toEqual(Object.fromEntries(byKey(written)));
      await opened.restart();
    }),
    { numRuns: 60 },
  );
}, 60_000);

/** What it was handed and did not throw at counts, whatever it answered. */
function everyRecord(
  { invocations }: Awaited<ReturnType<typeof openTestEngine>>,
  handled: readonly string[],
): string[] {
  const all = invocations.calls.flatMap(({ event }) => event.Records.map(nameOf));
  expect(handled.every((name) => all.includes(name))).toBe(true);
  return all;
}

test('every record is in one window, once', async () => {
  await fc.assert(
    fc.asyncProperty(program, settings, moods, async (steps, change, given) => {
      const opened = await openTestEngine({ partitions: 2 });
      const ended = new Map<string, string[]>();
      opened.invocations.function = moody(given, (event, records) => {
        const before = (event.state?.['names'] ?? []) as string[];
        const names = [...before, ...records.map(nameOf)];
        // A crash may repeat it, with the same state.
        if (event.isFinalInvokeForWindow === true) {
          ended.set(`${event.shardId} ${event.window?.start} ${names[0]}`, names);
        }
        return { state: { names } };
      });
      const windows = { tumblingWindowSeconds: 7, reportBatchItemFailures: true };
      const written = await run(opened, steps, { ...change, ...windows });
      const all = [...ended.values()].flat();
      expect(all.toSorted()).toEqual(written.toSorted());
      await opened.restart();
    }),
    { numRuns: 60 },
  );
}, 60_000);
