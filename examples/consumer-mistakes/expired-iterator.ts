// MISTAKE: what to do about ExpiredIteratorException. It says that 15 minutes have passed since the iterator was
// issued, and nothing about the shard. Three answers are common, and all of them are wrong:
//
//   finish        the shard is over; its children are next
//   LATEST        go on with what comes now
//   TRIM_HORIZON  begin again

import { ExpiredIteratorException } from '@aws-sdk/client-dynamodb-streams';
import type { Consumer, ConsumerOptions, StartConsumer } from './consumer.ts';
import { describeShards, iteratorAt, type Page, readPage } from './stream-calls.ts';

export type ExpiryAnswer = 'finish' | 'LATEST' | 'TRIM_HORIZON';

export function whenExpired(answer: ExpiryAnswer): StartConsumer {
  return (options) => consumerThatAnswers(options, answer);
}

function consumerThatAnswers(options: ConsumerOptions, answer: ExpiryAnswer): Consumer {
  const iterators = new Map<string, string>();
  const finished = new Set<string>();
  return {
    async poll() {
      for (const { id } of await describeShards(options)) if (!finished.has(id)) await read(id);
    },
  };

  async function read(shard: string): Promise<void> {
    let iterator = iterators.get(shard) ?? (await iteratorAt(options, shard, 'TRIM_HORIZON'));
    for (;;) {
      const { records, next } = await pageOrAnswer(shard, iterator);
      for (const record of records) await options.onRecord(record);
      if (next === undefined) {
        finished.add(shard);
        return;
      }
      iterator = next;
      iterators.set(shard, next);
      if (records.length === 0) return;
    }
  }

  async function pageOrAnswer(shard: string, iterator: string): Promise<Page> {
    try {
      return await readPage(options, iterator);
    } catch (error) {
      if (!(error instanceof ExpiredIteratorException)) throw error;
      if (answer === 'finish') return { records: [], next: undefined };
      return readPage(options, await iteratorAt(options, shard, answer));
    }
  }
}
