// Consumers of a fake stream under a virtual clock, and what they handed out and said.

import type { ConsumerEvent } from '../events.ts';
import type { LeaseStore } from '../lease-store.ts';
import { memoryLeases } from '../leases/memory-leases.ts';
import type { ConsumerOptions } from '../options.ts';
import type { Polling } from '../source.ts';
import { StreamConsumer } from '../stream-consumer.ts';
import { type FakeRecord, FakeStream } from './fake-stream.ts';
import { virtualRuntime } from './virtual-runtime.ts';

export function consumersOfAFakeStream(
  options: { hasTimestamps?: boolean; polling?: Partial<Polling> } = {},
) {
  const runtime = virtualRuntime();
  const stream = new FakeStream(runtime.clock, options);
  const store = memoryLeases();
  const seen: number[] = [];
  const events: ConsumerEvent[] = [];
  const consumer = (own: Partial<ConsumerOptions<FakeRecord>> = {}) =>
    new StreamConsumer<FakeRecord>({
      application: 'test',
      source: stream,
      store,
      runtime,
      handler({ records }) {
        seen.push(...records.map(({ value }) => value));
      },
      onEvent: (event) => events.push(event),
      ...own,
    });
  const typesOf = () => events.map(({ type }) => type);
  const checkpoints = async (from: LeaseStore = store) =>
    Object.fromEntries(
      (await from.list('test')).map(({ shardId, checkpoint }) => [shardId, checkpoint.type]),
    );
  return { runtime, stream, store, seen, events, consumer, typesOf, checkpoints };
}
