import type { BatchObservableCallback, Meter, Observable } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { observeConsumer } from './opentelemetry.ts';
import { StreamConsumer } from './stream-consumer.ts';
import { FakeStream } from './testing/fake-stream.ts';
import { virtualRuntime } from './testing/virtual-runtime.ts';

/** The part of a meter that is used, with what it was told. */
function recordingMeter() {
  const callbacks = new Set<BatchObservableCallback>();
  const make = (name: string) => ({ name }) as never;
  const meter = {
    createObservableCounter: make,
    createObservableGauge: make,
    addBatchObservableCallback: (callback: BatchObservableCallback) => callbacks.add(callback),
    removeBatchObservableCallback: (callback: BatchObservableCallback) =>
      callbacks.delete(callback),
  } as unknown as Meter;
  const collect = () => {
    const seen: { name: string; value: number; attributes: object }[] = [];
    for (const callback of callbacks) {
      void callback({
        observe: (metric: Observable, value: number, attributes = {}) =>
          seen.push({ name: (metric as unknown as { name: string }).name, value, attributes }),
      });
    }
    return seen;
  };
  return { meter, collect };
}

test('a consumer is observed until the observation ends', async () => {
  const runtime = virtualRuntime();
  const stream = new FakeStream(runtime.clock);
  stream.open('s');
  stream.write('s');
  stream.write('s');
  const consumer = new StreamConsumer({
    application: 'app',
    source: stream,
    runtime,
    worker: 'w',
    handler: () => {},
  });
  const { meter, collect } = recordingMeter();
  const end = observeConsumer(consumer, meter);
  await runtime.run(consumer.start());
  await runtime.pass(2000);
  const attributes = { application: 'app', stream: stream.name, worker: 'w' };
  const seen = collect();
  expect(seen).toContainEqual({
    name: 'headwater.consumer.records_processed',
    value: 2,
    attributes,
  });
  expect(seen).toContainEqual({ name: 'headwater.consumer.leases', value: 1, attributes });
  expect(seen).toContainEqual({
    name: 'headwater.consumer.lag',
    value: 0,
    attributes: { ...attributes, shard: 's' },
  });
  end();
  expect(collect()).toEqual([]);
  await runtime.run(consumer.stop());
});
