import type { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { batchWrite } from './batch-write.ts';
import { openDisplay } from './display.ts';
import { inParallel } from './in-parallel.ts';
import { Progress } from './progress.ts';
import { writesOf } from './replicate.ts';

test('what the server leaves unprocessed is written again', async () => {
  const sent: number[] = [];
  const written: number[] = [];
  const client = {
    send({ input }: BatchWriteItemCommand) {
      const requests = input.RequestItems?.['t'] ?? [];
      sent.push(requests.length);
      const left = requests.slice(20);
      return Promise.resolve({ UnprocessedItems: left.length === 0 ? {} : { t: left } });
    },
  } as unknown as DynamoDBClient;
  const requests = Array.from({ length: 30 }, (_, index) => ({
    DeleteRequest: { Key: { id: { S: String(index) } } },
  }));
  await batchWrite(client, 't', { requests, onWritten: (count) => written.push(count) });
  expect(sent).toEqual([25, 5, 5]);
  expect(written).toEqual([20, 5, 5]);
});

test('of several records about an item the newest is applied', () => {
  const [a, b] = [{ id: { S: 'a' } }, { id: { S: 'b' } }];
  const record = (
    eventName: 'INSERT' | 'MODIFY' | 'REMOVE',
    Keys: typeof a,
    NewImage?: typeof a,
  ) => ({
    eventName,
    dynamodb: { Keys, ...(NewImage === undefined ? {} : { NewImage }) },
  });
  expect(
    writesOf([
      record('INSERT', a, a),
      record('INSERT', b, b),
      record('REMOVE', a),
      record('MODIFY', b, { ...b }),
    ]),
  ).toEqual([{ DeleteRequest: { Key: a } }, { PutRequest: { Item: b } }]);
});

test('the lag is the age of the oldest change that is still to come', () => {
  let now = 0;
  const progress = new Progress(() => now);
  progress.changed(2);
  now = 1000;
  progress.changed(1000);
  expect(progress.idleMs).toBe(1000);
  progress.applied(1, 'shard 1');
  expect(progress.idleMs).toBe(0);
  expect(progress.lagMs).toBe(1000);
  expect(progress.line).toBe('1 of 1,002 changes in the replica, 1/s, 1,000 ms behind, 1 shard');
  progress.applied(1001, 'shard 2');
  expect(progress.isCaughtUp).toBe(true);
  expect(progress.line).toBe(
    '1,002 of 1,002 changes in the replica, 1,002/s, up to date, 2 shards',
  );
});

test('a terminal keeps one line in place, anything else gets plain lines', () => {
  const shown = (isTTY: boolean): string => {
    let text = '';
    const write = (more: string): void => void (text += more);
    using display = openDisplay({ isTTY, columns: 8, write }, () => 'how things stand');
    display.say('done');
    return text;
  };
  expect(shown(false)).toBe('done\n');
  expect(shown(true)).toBe('\r\u001B[2Kdone\n\r\u001B[2Khow thi');
});

test('as many things are under way as asked for', async () => {
  let running = 0;
  let most = 0;
  const handled: number[] = [];
  await inParallel([1, 2, 3, 4, 5], 2, async (value) => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
    handled.push(value);
  });
  expect(most).toBe(2);
  expect(new Set(handled)).toEqual(new Set([1, 2, 3, 4, 5]));
});
