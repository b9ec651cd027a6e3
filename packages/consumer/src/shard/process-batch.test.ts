import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConsumerEvent } from '../events.ts';
import { type DeadLetter, type FailurePolicy, GivenUp } from '../failure-policy.ts';
import { BatchFailed, type Handler, NotStarted } from '../handler.ts';
import type { StreamRecord } from '../source.ts';
import { virtualRuntime } from '../testing/virtual-runtime.ts';
import { processBatch } from './process-batch.ts';

const runtime = virtualRuntime();

function record(number: number, time = runtime.clock.now()): StreamRecord {
  return {
    shardId: 's',
    sequenceNumber: String(number),
    time,
    key: 'k',
    sizeBytes: 1,
    raw: undefined,
  };
}

function setUp(handler: Handler, policy: FailurePolicy = {}) {
  const calls: { numbers: number[]; attempt: number; time: number }[] = [];
  const events: ConsumerEvent[] = [];
  const aborted = new AbortController();
  const stopping = new AbortController();
  let done = 0;
  let isMine = true;
  const begun = runtime.clock.now();
  const run = (records: readonly StreamRecord[]) =>
    runtime.run(
      processBatch(records, {
        application: 'a',
        stream: 'arn',
        shardId: 's',
        async handler(batch, context) {
          const numbers = batch.records.map(({ sequenceNumber }) => Number(sequenceNumber));
          calls.push({ numbers, attempt: context.attempt, time: runtime.clock.now() - begun });
          return handler(batch, context);
        },
        policy,
        runtime,
        signal: aborted.signal,
        stopping: stopping.signal,
        mayProcess: async () => isMine && !stopping.signal.aborted,
        onDone: (count) => {
          done += count;
        },
        onEvent: (event) => events.push(event),
        onCall: () => {},
      }),
    );
  return {
    run,
    calls,
    events,
    aborted,
    stopping,
    loseLease: () => {
      isMine = false;
    },
    done: () => done,
    numbers: () => calls.map(({ numbers }) => numbers),
  };
}

const six = () => [1, 2, 3, 4, 5, 6].map((number) => record(number));

/** Fails while the batch has this record. */
const poison =
  (number: number): Handler =>
  ({ records }) => {
    if (records.some(({ sequenceNumber }) => sequenceNumber === String(number))) {
      throw new Error('poison');
    }
  };

test('a batch that succeeds is handed out once', async () => {
  const { run, calls, done } = setUp(() => {});
  expect(await run(six())).toBe(true);
  expect(calls).toMatchObject([{ numbers: [1, 2, 3, 4, 5, 6], attempt: 1 }]);
  expect(done()).toBe(6);
});

test('a batch that fails is handed out again, after growing pauses with jitter', async () => {
  let failures = 8;
  const { run, calls, done, events } = setUp(() => {
    failures -= 1;
    if (failures >= 0) throw new Error('not yet');
  });
  expect(await run(six())).toBe(true);
  expect(calls.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const pauses = calls.slice(1).map(({ time }, index) => time - (calls[index]?.time ?? 0));
  for (const [index, pause] of pauses.entries()) {
    expect(pause).toBeGreaterThan(0);
    expect(pause).toBeLessThanOrEqual(Math.min(30_000, 100 * 2 ** index));
  }
  expect(events.map((event) => (event.type === 'batch-failed' ? event.retryInMs : 0))).toEqual(
    pauses,
  );
  expect(done()).toBe(6);
});

describe('partial success', () => {
  test.each([
    ['returned', () => ({ firstFailed: '4' })],
    [
      'thrown',
      () => {
        throw new BatchFailed('4');
      },
    ],
  ])(
    '%s: what comes before is not handed out again, and the rest is a batch of its own',
    async (_, fail: () => { firstFailed: string }) => {
      let isFirst = true;
      const { run, numbers, calls, done } = setUp(() => {
        if (!isFirst) return undefined;
        isFirst = false;
        return fail();
      });
      expect(await run(six())).toBe(true);
      expect(numbers()).toEqual([
        [1, 2, 3, 4, 5, 6],
        [4, 5, 6],
      ]);
      expect(calls[1]?.attempt).toBe(1);
      expect(done()).toBe(6);
    },
  );

  test('a number that is not in the batch fails all of it, and the event says so', async () => {
    let isFirst = true;
    const { run, numbers, events } = setUp(() => {
      if (!isFirst) return undefined;
      isFirst = false;
      return { firstFailed: '77' };
    });
    await run(six());
    expect(numbers()).toEqual([
      [1, 2, 3, 4, 5, 6],
      [1, 2, 3, 4, 5, 6],
    ]);
    expect(String((events[0] as { error?: unknown }).error)).toContain('77');
  });

  test('the rest has all its attempts', async () => {
    const letters: DeadLetter[] = [];
    const { run, numbers } = setUp(() => ({ firstFailed: '6' }), {
      maxAttempts: 3,
      onGivenUp: (letter) => {
        letters.push(letter);
      },
    });
    expect(await run(six())).toBe(true);
    expect(numbers()).toEqual([[1, 2, 3, 4, 5, 6], [6], [6], [6]]);
    expect(letters).toMatchObject([{ attempts: 3, range: { from: '6', to: '6' } }]);
  });

  test('attempts count anew when another record is the first to fail', async () => {
    const failAt = ['2', '4', '6', undefined];
    const { run, done } = setUp(
      () => {
        const firstFailed = failAt.shift();
        return firstFailed === undefined ? undefined : { firstFailed };
      },
      { maxAttempts: 2 },
    );
    expect(await run(six())).toBe(true);
    expect(done()).toBe(6);
  });
});

describe('bisecting', () => {
  test('leaves the record that fails alone, and it alone is given up', async () => {
    const letters: DeadLetter[] = [];
    const { run, numbers, done } = setUp(poison(5), {
      bisect: true,
      maxAttempts: 2,
      onGivenUp: (letter) => {
        letters.push(letter);
      },
    });
    expect(await run(six())).toBe(true);
    expect(numbers()).toEqual([
      [1, 2, 3, 4, 5, 6],
      [1, 2, 3],
      [4, 5, 6],
      [4, 5],
      [4],
      [5],
      [5],
      [6],
    ]);
    expect(letters).toMatchObject([
      {
        application: 'a',
        stream: 'arn',
        range: { shardId: 's', from: '5', to: '5' },
        records: [{ sequenceNumber: '5' }],
        reason: 'attempts',
        attempts: 2,
        error: new Error('poison'),
      },
    ]);
    expect(done()).toBe(6);
  });
});

describe('bisecting a batch whose handler says how far it got', () => {
  test('cuts it there, and what is left is handed out whole', async () => {
    const failAt = ['3', '5', undefined];
    const { run, calls, numbers, events, done } = setUp(
      () => {
        const firstFailed = failAt.shift();
        return firstFailed === undefined ? undefined : { firstFailed };
      },
      { bisect: true, maxAttempts: 1 },
    );
    expect(await run(six())).toBe(true);
    expect(numbers()).toEqual([
      [1, 2, 3, 4, 5, 6],
      [3, 4, 5, 6],
      [5, 6],
    ]);
    expect(calls.map(({ attempt }) => attempt)).toEqual([1, 1, 1]);
    expect(events).toMatchObject([{ bisected: true, records: 4 }, { records: 2 }]);
    expect(done()).toBe(6);
  });

  test('halves it when the first record failed', async () => {
    const { run, numbers } = setUp(
      ({ records }) => (records.length > 2 ? { firstFailed: '1' } : undefined),
      { bisect: true },
    );
    await run(six().slice(0, 4));
    expect(numbers()).toEqual([
      [1, 2, 3, 4],
      [1, 2],
      [3, 4],
    ]);
  });

  test('hands out each record once to a handler that goes as far as it can, but for the poison', () => {
    return fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 20 })),
        async (count, poisons) => {
          const processed: string[] = [];
          const given: string[] = [];
          const { run, done } = setUp(
            ({ records }) => {
              for (const { sequenceNumber } of records) {
                if (poisons.includes(Number(sequenceNumber))) {
                  return { firstFailed: sequenceNumber };
                }
                processed.push(sequenceNumber);
              }
              return undefined;
            },
            {
              bisect: true,
              maxAttempts: 2,
              onGivenUp: ({ range }) => {
                expect(range.from).toBe(range.to);
                given.push(range.from);
              },
            },
          );
          const all = Array.from({ length: count }, (_, index) => index + 1);
          expect(await run(all.map((number) => record(number)))).toBe(true);
          expect(processed).toEqual(all.filter((n) => !poisons.includes(n)).map(String));
          expect(given).toEqual(all.filter((n) => poisons.includes(n)).map(String));
          expect(done()).toBe(count);
        },
      ),
    );
  });
});

describe('a handler that could not begin', () => {
  const busyFor = (times: number): Handler => {
    let left = times;
    return () => {
      left -= 1;
      if (left >= 0) throw new NotStarted('busy');
    };
  };

  test('gets the same batch again with back-off, and no attempt is counted', async () => {
    const { run, calls, events, done } = setUp(busyFor(8), { maxAttempts: 1, bisect: true });
    expect(await run(six())).toBe(true);
    expect(calls).toHaveLength(9);
    expect(new Set(calls.map(({ attempt }) => attempt))).toEqual(new Set([1]));
    expect(new Set(calls.map(({ numbers }) => numbers.length))).toEqual(new Set([6]));
    expect(events).toHaveLength(8);
    expect(events[0]).toMatchObject({ type: 'batch-not-started', records: 6, first: '1' });
    const pauses = events.map((event) => ('retryInMs' in event ? event.retryInMs : 0));
    for (const [index, pause] of pauses.entries()) {
      expect(pause).toBeLessThanOrEqual(Math.min(30_000, 100 * 2 ** index));
    }
    expect((calls.at(-1)?.time ?? 0) - (calls[0]?.time ?? 0)).toBe(
      pauses.reduce((sum, pause) => sum + pause, 0),
    );
    expect(done()).toBe(6);
  });

  test('keeps the attempts that were', async () => {
    const errors = [new Error('failed'), new NotStarted(), new NotStarted(), new Error('failed')];
    const { run, calls } = setUp(() => {
      const error = errors.shift();
      if (error !== undefined) throw error;
    });
    await run(six());
    expect(calls.map(({ attempt }) => attempt)).toEqual([1, 2, 2, 2, 3]);
  });

  test('is not called for ever: records become too old', async () => {
    const letters: DeadLetter[] = [];
    const { run, done } = setUp(busyFor(Infinity), {
      maxAgeMs: 60_000,
      onGivenUp: (letter) => {
        letters.push(letter);
      },
    });
    expect(await run(six())).toBe(true);
    expect(letters).toMatchObject([{ reason: 'age', attempts: 0, range: { from: '1', to: '6' } }]);
    expect(done()).toBe(6);
  });

  test('is not called again after a stop', async () => {
    const { run, stopping, calls, done } = setUp(() => {
      stopping.abort();
      throw new NotStarted();
    });
    expect(await run(six())).toBe(false);
    expect([calls.length, done()]).toEqual([1, 0]);
  });
});

describe('giving up', () => {
  test('stop: with everything about it, and what was before stays done', async () => {
    const { run, done, events } = setUp(() => ({ firstFailed: '3', error: new Error('why') }), {
      maxAttempts: 1,
    });
    const failed = await run(six()).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(GivenUp);
    expect(failed).toMatchObject({ letter: { range: { from: '3', to: '6' }, attempts: 1 } });
    expect(String(failed)).toContain('3 to 6 of s');
    expect((failed as Error).cause).toEqual(new Error('why'));
    expect(done()).toBe(2);
    expect(events.at(-1)).toMatchObject({ type: 'given-up', outcome: 'stopped' });
  });

  test('skip: goes on behind them', async () => {
    const { run, done, events } = setUp(poison(2), { maxAttempts: 3, onGivenUp: 'skip' });
    expect(await run(six())).toBe(true);
    expect(done()).toBe(6);
    expect(events.at(-1)).toMatchObject({ type: 'given-up', outcome: 'skipped' });
  });

  test('a dead letter is sent until it arrives', async () => {
    let failures = 3;
    const { run, done, events } = setUp(poison(2), {
      maxAttempts: 1,
      onGivenUp: () => {
        failures -= 1;
        if (failures >= 0) throw new Error('queue is down');
      },
    });
    expect(await run(six())).toBe(true);
    expect(done()).toBe(6);
    expect(events.filter(({ type }) => type === 'dead-letter-failed')).toHaveLength(3);
    expect(events.at(-1)).toMatchObject({ type: 'given-up', outcome: 'dead-lettered' });
  });

  test('records that are too old are not handed out, in their place of the order', async () => {
    const letters: DeadLetter[] = [];
    const now = runtime.clock.now();
    const { run, numbers, done } = setUp(() => {}, {
      maxAgeMs: 1000,
      onGivenUp: (letter) => {
        letters.push(letter);
      },
    });
    const ages = [5000, 5000, 10, 5000, 10, 10];
    await run(ages.map((age, index) => record(index + 1, now - age)));
    expect(numbers()).toEqual([[3], [5, 6]]);
    expect(letters).toMatchObject([
      { range: { from: '1', to: '2' }, reason: 'age', attempts: 0 },
      { range: { from: '4', to: '4' }, reason: 'age', attempts: 0 },
    ]);
    expect(done()).toBe(6);
  });

  test('a batch that fails until it is too old is given up', async () => {
    const { run, calls } = setUp(poison(1), {
      maxAgeMs: 60_000,
      onGivenUp: 'skip',
      backOff: { baseMs: 20_000, maxMs: 20_000 },
    });
    expect(await run(six())).toBe(true);
    expect(calls.length).toBeGreaterThan(1);
    expect(calls.at(-1)?.time).toBeLessThanOrEqual(60_000);
  });
});

describe('ends early', () => {
  test('before the handler is called when the lease is no longer ours', async () => {
    const { run, calls, loseLease, done } = setUp(() => {});
    loseLease();
    expect(await run(six())).toBe(false);
    expect([calls.length, done()]).toEqual([0, 0]);
  });

  test('what a handler says after the lease is lost counts for nothing', async () => {
    const { run, aborted, done } = setUp(() => {
      aborted.abort();
    });
    expect(await run(six())).toBe(false);
    expect(done()).toBe(0);
  });

  test('a stop ends the retries, but gives nothing up', async () => {
    const { run, stopping, done, events } = setUp(
      () => {
        stopping.abort();
        throw new BatchFailed('3');
      },
      { maxAttempts: 1 },
    );
    expect(await run(six())).toBe(false);
    expect(done()).toBe(2);
    expect(events).toMatchObject([{ type: 'batch-failed', firstFailed: '3' }]);
  });
});
