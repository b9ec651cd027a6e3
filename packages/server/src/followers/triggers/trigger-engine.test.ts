// What each setting of a mapping does, one by one.

import { describe, expect, test } from 'vitest';
import { scope } from '../../database/testing/open-test-database.ts';
import { FunctionRefused } from '../../lambda/functions/function-refusal.ts';
import { CannotRunFunction, TooManyInvocations } from '../../lambda/runtimes/invoker.ts';
import { HandlerError, keysOf, openTestEngine, queue, uuid } from './testing/open-test-engine.ts';

const table = 't';

test('a write runs the function, with the event that AWS gives', async () => {
  const { start, put, settle, invocations, arn } = await openTestEngine();
  await start();
  await put('a', 7);
  await settle();
  expect(invocations.calls.map(({ event }) => event)).toEqual([
    {
      Records: [
        {
          eventID: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
          eventName: 'INSERT',
          eventVersion: '1.1',
          eventSource: 'aws:dynamodb',
          awsRegion: 'eu-central-1',
          dynamodb: {
            ApproximateCreationDateTime: 1_767_225_600,
            Keys: { p: { S: 'a' } },
            NewImage: { p: { S: 'a' }, v: { N: '7' } },
            SequenceNumber: expect.stringMatching(/^\d{21}$/) as string,
            SizeBytes: 7,
            StreamViewType: 'NEW_AND_OLD_IMAGES',
          },
          eventSourceARN: arn,
        },
      ],
    },
  ]);
});

describe('a mapping starts', () => {
  test('at the oldest record', async () => {
    const { start, put, settle, invocations } = await openTestEngine();
    for (const key of ['a', 'b']) await put(key);
    await start();
    await put('c');
    await settle();
    expect(invocations.keys.join(' ')).toBe('a b c');
  });

  test('or with what is written after it was started', async () => {
    const { start, put, settle, invocations } = await openTestEngine({ partitions: 4 });
    for (const key of ['a', 'b', 'c']) await put(key);
    await start({ from: 'LATEST' });
    for (const key of ['d', 'e', 'f']) await put(key);
    await settle();
    expect(invocations.keys.toSorted()).toEqual(['d', 'e', 'f']);
  });

  test('once: then it goes on where it was', async () => {
    const { start, put, settle, invocations, restart } = await openTestEngine();
    await start({ from: 'LATEST' });
    await restart();
    await put('a');
    await start({ from: 'LATEST' });
    await settle();
    await restart();
    await put('b');
    await start({ from: 'LATEST' });
    await settle();
    expect(invocations.keys).toEqual(['a', 'b']);
  });
});

test('batches have as many records as they may', async () => {
  const { start, put, settle, invocations } = await openTestEngine();
  for (const key of 'abcdefgh') await put(key);
  await start({ batchSize: 3 });
  await settle();
  expect(invocations.keys).toEqual(['a b c', 'd e f', 'g h']);
});

test('a batch waits for its window, or until it is full', async () => {
  const { start, put, clock, invocations } = await openTestEngine();
  await start({ batchSize: 3, batchingWindowSeconds: 10 });
  await put('a');
  await clock.advance('9s');
  await put('b');
  expect(invocations.keys).toEqual([]);
  await clock.advance('1s');
  expect(invocations.keys).toEqual(['a b']);
  for (const key of 'cde') await put(key);
  await clock.advance(0);
  expect(invocations.keys).toEqual(['a b', 'c d e']);
});

test('an event has 6 MB at most', async () => {
  const { start, clock, database, invocations } = await openTestEngine();
  const text = 'x'.repeat(399_000);
  for (let index = 0; index < 20; index += 1) {
    const item = { p: { S: `k${index}` }, text: { S: text } };
    await database.put(scope, { table, item, returnValues: 'NONE' });
  }
  await start({ batchingWindowSeconds: 10 });
  await clock.advance('20s');
  expect(invocations.calls.map(({ event }) => event.Records.length)).toEqual([15, 5]);
});

test('only what a filter matches is handed out, and counts for a batch', async () => {
  const { start, put, settle, invocations, engine } = await openTestEngine();
  for (let value = 0; value < 10; value += 1) await put(`k${value}`, value % 3);
  const filters = ['0', '2'].map((value) =>
    JSON.stringify({ dynamodb: { NewImage: { v: { N: [value] } } } }),
  );
  await start({ filters, batchSize: 3 });
  await settle();
  expect(invocations.keys).toEqual(['k0 k2 k3', 'k5 k6 k8', 'k9']);
  const [metrics] = engine.metrics();
  expect(metrics?.counts).toMatchObject({ recordsRead: 10, recordsFiltered: 3, invocations: 3 });
});

describe('a function that fails', () => {
  test('gets the same batch again, with longer and longer pauses', async () => {
    const { start, put, clock, invocations, results } = await openTestEngine();
    let failures = 5;
    invocations.function = () => {
      failures -= 1;
      if (failures >= 0) throw new HandlerError('no');
    };
    for (const key of 'ab') await put(key);
    await start();
    await clock.advance(0);
    expect(invocations.keys).toEqual(['a b']);
    await put('c');
    await clock.advance('1m');
    expect(invocations.keys).toEqual([...Array<string>(6).fill('a b'), 'c']);
    expect(results).toEqual(['PROBLEM: Function call failed', 'OK']);
  });

  test('gets it as often as is allowed; then the destination gets the document', async () => {
    const { start, put, clock, invocations, sent, arn } = await openTestEngine();
    invocations.function = (event) => {
      if (keysOf(event).includes('bad')) throw new HandlerError('no');
    };
    await start({ maximumRetryAttempts: 2, onFailureDestination: queue });
    await put('bad');
    await clock.advance('1m');
    await put('good');
    await clock.advance(0);
    expect(invocations.keys).toEqual(['bad', 'bad', 'bad', 'good']);
    expect(sent).toMatchObject([
      {
        functionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:f',
        condition: 'RetryAttemptsExhausted',
        invokeCount: 3,
        response: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        batch: { source: 'dynamodb', streamArn: arn, size: 1 },
      },
    ]);
  });

  test('with bisecting, gets halves until the poison stands alone', async () => {
    const { start, put, clock, invocations, sent } = await openTestEngine();
    invocations.function = (event) => {
      if (keysOf(event).includes('c')) throw new HandlerError('no');
    };
    for (const key of 'abcd') await put(key);
    await start({ bisectBatchOnFunctionError: true, maximumRetryAttempts: 1 });
    await clock.advance('1m');
    expect(invocations.keys).toEqual(['a b c d', 'a b', 'c d', 'c', 'c', 'd']);
    expect(sent).toEqual([]);
  });

  test('is not asked for records that are too old, and for younger ones it is', async () => {
    const { start, put, clock, invocations, sent } = await openTestEngine();
    invocations.function = () => {
      throw new HandlerError('no');
    };
    await put('a');
    await start({ maximumRecordAgeSeconds: 60, onFailureDestination: queue });
    await clock.advance('50s');
    await put('b');
    await clock.advance('30s');
    expect(sent).toMatchObject([{ condition: 'RecordAgeExceeded', batch: { size: 1 } }]);
    expect(sent[0]?.invokeCount).toBeGreaterThan(1);
    expect(sent[0]).not.toHaveProperty('response');
    expect(invocations.keys.at(-1)).toBe('b');
  });

  test('counts as called once, of records that were too old at once', async () => {
    const { start, put, clock, invocations, sent } = await openTestEngine();
    await put('a');
    await clock.advance('2m');
    await put('b');
    await start({ maximumRecordAgeSeconds: 60, onFailureDestination: queue });
    await clock.advance(0);
    expect(invocations.keys).toEqual(['b']);
    expect(sent).toMatchObject([{ condition: 'RecordAgeExceeded', invokeCount: 1 }]);
  });
});

describe('a function that reports failures', () => {
  const reporting = { reportBatchItemFailures: true };

  test('gets what failed again, and what is behind it', async () => {
    const { start, put, clock, invocations, sent } = await openTestEngine();
    invocations.function = (event) => {
      const failed = event.Records.filter(({ dynamodb }) => dynamodb.Keys.p.S > 'b');
      // The lowest one counts, whatever comes first.
      return {
        batchItemFailures: failed
          .toReversed()
          .map(({ dynamodb }) => ({ itemIdentifier: dynamodb.SequenceNumber })),
      };
    };
    for (const key of 'abcd') await put(key);
    await start({ ...reporting, maximumRetryAttempts: 3, onFailureDestination: queue });
    await clock.advance('1m');
    // What is left of a batch has all its attempts (observed on AWS, LocalStack's recordings).
    expect(invocations.keys).toEqual(['a b c d', 'c d', 'c d', 'c d', 'c d']);
    expect(sent).toMatchObject([
      { invokeCount: 4, response: { functionError: null }, batch: { size: 2 } },
    ]);
  });

  test('with bisecting, too', async () => {
    const { start, put, clock, invocations, sent } = await openTestEngine();
    invocations.function = (event) => {
      const bad = event.Records.find(({ dynamodb }) => dynamodb.Keys.p.S === 'c');
      return bad && { batchItemFailures: [{ itemIdentifier: bad.dynamodb.SequenceNumber }] };
    };
    for (const key of 'abcd') await put(key);
    const bisecting = { bisectBatchOnFunctionError: true, maximumRetryAttempts: 1 };
    await start({ ...reporting, ...bisecting, onFailureDestination: queue });
    await clock.advance('1m');
    expect(invocations.keys).toEqual(['a b c d', 'c d', 'c', 'c', 'd']);
    expect(sent).toMatchObject([{ invokeCount: 2, batch: { size: 1 } }]);
  });
});

describe('what does not run', () => {
  test.each([
    ['throttled', new TooManyInvocations('busy'), 'PROBLEM: Function call throttled'],
    [
      'at its own limit',
      new FunctionRefused({ kind: 'throttled', limit: 'reserved' }),
      'PROBLEM: Function call throttled',
    ],
    [
      'missing',
      new FunctionRefused({ kind: 'function-not-found', arn: 'arn:f' }),
      'PROBLEM: Function cannot be called. There is no function arn:f.',
    ],
    [
      'not to be run here',
      new CannotRunFunction('No python.'),
      'PROBLEM: Function cannot be called. No python.',
    ],
  ])('as it is %s, is asked again and uses up no attempt', async (_what, error, result) => {
    const { start, put, clock, invocations, results, sent } = await openTestEngine();
    let refusals = 8;
    invocations.function = () => {
      refusals -= 1;
      if (refusals >= 0) throw error;
    };
    await put('a');
    await start({ maximumRetryAttempts: 0, onFailureDestination: queue });
    await clock.advance('5m');
    expect(invocations.calls).toHaveLength(9);
    expect(sent).toEqual([]);
    expect(results).toEqual([result, 'OK']);
  });
});

describe('the destination of failures', () => {
  test('is asked until it takes the document, and the shard waits', async () => {
    const { start, put, clock, invocations, destination, sent } = await openTestEngine();
    invocations.function = (event) => {
      if (keysOf(event).includes('a')) throw new HandlerError('no');
    };
    let failures = 5;
    destination.deliver = async () => {
      failures -= 1;
      if (failures >= 0) throw new Error('no queue');
    };
    await put('a');
    await put('b');
    await start({ batchSize: 1, maximumRetryAttempts: 0, onFailureDestination: queue });
    await clock.advance(0);
    expect(invocations.keys).toEqual(['a']);
    await clock.advance('1m');
    expect(sent).toHaveLength(1);
    expect(invocations.keys).toEqual(['a', 'b']);
  });

  test('is given up after five minutes, which is in the log', async () => {
    const { start, put, clock, invocations, destination, lines, engine } = await openTestEngine();
    invocations.function = (event) => {
      if (keysOf(event).includes('a')) throw new HandlerError('no');
    };
    destination.deliver = () => Promise.reject(new Error('no queue'));
    await put('a');
    await put('b');
    await start({ batchSize: 1, maximumRetryAttempts: 0, onFailureDestination: queue });
    await clock.advance('4m');
    expect(invocations.keys).toEqual(['a']);
    await clock.advance('2m');
    expect(invocations.keys).toEqual(['a', 'b']);
    expect(lines).toEqual([
      'Records that a trigger gave up could not be delivered, and are discarded',
    ]);
    expect(engine.metrics()[0]?.counts).toMatchObject({ recordsDropped: 1, recordsDelivered: 0 });
  });
});

describe('records of one shard', () => {
  test('are in work side by side, and those of one item one after another', async () => {
    const { start, put, clock, invocations } = await openTestEngine();
    let running = 0;
    let most = 0;
    const release = Promise.withResolvers<void>();
    invocations.function = async () => {
      running += 1;
      most = Math.max(most, running);
      await release.promise;
      running -= 1;
    };
    for (let round = 0; round < 3; round += 1) {
      for (const key of 'abcdefghijklmnopqrst') await put(key, round);
    }
    await start({ parallelizationFactor: 4 });
    const settled = clock.advance(0);
    release.resolve();
    await settled;
    expect(most).toBe(4);
    const values = new Map<string, string[]>();
    for (const { event } of invocations.calls) {
      for (const { dynamodb } of event.Records) {
        const key = dynamodb.Keys.p.S;
        values.set(key, [...(values.get(key) ?? []), dynamodb.NewImage?.v.N ?? '']);
      }
    }
    expect([...values.values()].map(String)).toEqual(Array<string>(20).fill('0,1,2'));
  });
});

describe('shards', () => {
  test('that roll over or are split are followed, parents first', async () => {
    const { start, put, settle, database, invocations } = await openTestEngine();
    await start();
    await put('a', 1);
    await database.rollShards(scope, { table });
    await put('a', 2);
    await database.splitShards(scope, { table });
    await put('a', 3);
    await put('b', 1);
    await settle();
    expect(invocations.keys.join(' ').split(' ').toSorted()).toEqual(['a', 'a', 'a', 'b']);
    const values = invocations.calls.flatMap(({ event }) =>
      event.Records.filter(({ dynamodb }) => dynamodb.Keys.p.S === 'a').map(
        ({ dynamodb }) => dynamodb.NewImage?.v.N,
      ),
    );
    expect(values).toEqual(['1', '2', '3']);
  });

  test('of a stream that is disabled are read to their end; then the mapping rests', async () => {
    const { start, put, settle, database, invocations, engine, results } = await openTestEngine();
    for (const key of 'ab') await put(key);
    await database.updateTable(scope, table, { stream: { enabled: false } });
    await start();
    await settle();
    expect(invocations.keys).toEqual(['a b']);
    const report = await engine.report(uuid);
    expect(report).toMatchObject({ status: 'ended', lagRecords: 0 });
    expect(results.at(-1)).toMatch(/^PROBLEM: Stream is disabled/);
  });

  test('that rest for days are read on when something is written', async () => {
    const { start, put, clock, invocations } = await openTestEngine();
    await start();
    await put('a');
    await clock.advance('20h');
    await put('b');
    await clock.advance('47h');
    await put('c');
    await clock.advance(0);
    expect(invocations.keys).toEqual(['a', 'b', 'c']);
  });
});
