// Registered consumers of a stream: they have a name of their own, by which they subscribe to shards.

import { bytesBehind } from '../../base/bytes.ts';
import { catalogLane } from '../../model/catalog-lane.ts';
import { decodeRecord, encodeRecord } from '../../model/catalog-json.ts';
import {
  kinesisConsumerKey,
  kinesisConsumersRange,
  kinesisStreamKey,
} from '../../model/kinesis-keys.ts';
import { readAll } from '../../store/read-all.ts';
import type { Decision, Snapshot } from '../../store/store.ts';
import type { Kinesis } from '../kinesis.ts';
import { KinesisRefused } from '../kinesis-refusal.ts';
import { kinesisStreamArn, type KinesisStream, type StreamName } from '../stream.ts';
import type { ConsumerName } from '../stream-arn.ts';
import { findStream, present } from './stream-catalog.ts';
import { mergedTags, type Tags } from './tags.ts';

/** Of a stream (RegisterStreamConsumer). */
const maxConsumers = 20;

export interface StreamConsumer {
  readonly name: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly tags: Tags;
  readonly transition?: { readonly status: 'CREATING' | 'DELETING'; readonly until: number };
}

export type ConsumerStatus = 'CREATING' | 'ACTIVE' | 'DELETING';

export function consumerStatus({ transition }: StreamConsumer, now: number): ConsumerStatus {
  return transition === undefined || now >= transition.until ? 'ACTIVE' : transition.status;
}

export function consumerArn(
  stream: StreamName,
  { name, createdAt }: Pick<StreamConsumer, 'name' | 'createdAt'>,
): string {
  return `${kinesisStreamArn(stream)}/consumer/${name}:${Math.floor(createdAt / 1000)}`;
}

/** @throws KinesisRefused */
export async function registerConsumer(
  kinesis: Kinesis,
  stream: StreamName,
  { name, tags }: { readonly name: string; readonly tags: Tags },
): Promise<StreamConsumer> {
  const known = await findStream(kinesis, stream);
  const added = mergedTags([], tags, name);
  const { transitionMs } = kinesis;
  return changeConsumer(kinesis, known, name, (before, now) => {
    if (before !== undefined) {
      throw new KinesisRefused({ kind: 'consumer-exists', consumer: name });
    }
    const consumer: StreamConsumer = {
      name,
      createdAt: now,
      tags: added,
      ...(transitionMs === 0
        ? {}
        : { transition: { status: 'CREATING', until: now + transitionMs } }),
    };
    return { consumer, result: consumer };
  });
}

/** @throws KinesisRefused */
export async function deregisterConsumer(
  kinesis: Kinesis,
  stream: StreamName,
  name: string,
): Promise<void> {
  const known = await findStream(kinesis, stream);
  const { transitionMs } = kinesis;
  await changeConsumer(kinesis, known, name, (before, now) => {
    if (before === undefined) throw notFound(name);
    if (transitionMs === 0) return { consumer: null, result: undefined };
    const transition = { status: 'DELETING', until: now + transitionMs } as const;
    return { consumer: { ...before, transition }, result: undefined };
  });
}

/** @throws KinesisRefused */
export async function changeConsumerTags(
  kinesis: Kinesis,
  stream: StreamName,
  name: string,
  change: (tags: Tags) => Tags,
): Promise<void> {
  const known = await findStream(kinesis, stream);
  await changeConsumer(kinesis, known, name, (before) => {
    if (before === undefined) throw notFound(name);
    return { consumer: { ...before, tags: change(before.tags) }, result: undefined };
  });
}

/** @throws KinesisRefused */
export async function findConsumer(
  kinesis: Kinesis,
  stream: StreamName,
  name: string,
): Promise<{ readonly stream: KinesisStream; readonly consumer: StreamConsumer }> {
  const known = await findStream(kinesis, stream);
  const [bytes] = await kinesis.store.get([kinesisConsumerKey(known.number, name)]);
  const consumer = presentConsumer(bytes, kinesis.runtime.clock.now());
  if (consumer === undefined) throw notFound(name);
  return { stream: known, consumer };
}

/** By its ARN: one that was registered later under the same name is another. @throws KinesisRefused */
export async function findNamedConsumer(
  kinesis: Kinesis,
  stream: StreamName,
  { consumer: name, createdAt }: Pick<ConsumerName, 'consumer' | 'createdAt'>,
): ReturnType<typeof findConsumer> {
  const found = await findConsumer(kinesis, stream, name);
  if (Math.floor(found.consumer.createdAt / 1000) !== createdAt) throw notFound(name);
  return found;
}

/** In the order of their names. @throws KinesisRefused */
export async function listConsumers(
  kinesis: Kinesis,
  stream: StreamName,
  page: { readonly after?: string; readonly limit: number },
): Promise<{ readonly consumers: readonly StreamConsumer[]; readonly more: boolean }> {
  const { number } = await findStream(kinesis, stream);
  const { from, to } = kinesisConsumersRange(number);
  const start =
    page.after === undefined ? from : bytesBehind(kinesisConsumerKey(number, page.after));
  const now = kinesis.runtime.clock.now();
  const consumers: StreamConsumer[] = [];
  for await (const [, value] of readAll(kinesis.store, { from: start, to })) {
    const consumer = presentConsumer(value, now);
    if (consumer === undefined) continue;
    if (consumers.length === page.limit) return { consumers, more: true };
    consumers.push(consumer);
  }
  return { consumers, more: false };
}

/** Changes a consumer, or puts it where there was none; null removes it. The stream counts them. */
function changeConsumer<T>(
  { store, runtime }: Kinesis,
  known: KinesisStream,
  name: string,
  decide: (
    before: StreamConsumer | undefined,
    now: number,
  ) => { readonly consumer: StreamConsumer | null; readonly result: T },
): Promise<T> {
  const streamKey = kinesisStreamKey(known);
  const key = kinesisConsumerKey(known.number, name);
  return store.commit({
    lanes: [catalogLane],
    reads: [streamKey, key],
    decide({ values: [streamBytes, bytes] }: Snapshot): Decision<T> {
      const now = runtime.clock.now();
      const stream = present(streamBytes, known, now);
      const { consumer, result } = decide(presentConsumer(bytes, now), now);
      const before = bytes === undefined ? null : decodeRecord<StreamConsumer>(bytes);
      const consumers = stream.consumers + counted(consumer) - counted(before);
      if (consumers > maxConsumers) {
        const limit = maxConsumers;
        throw new KinesisRefused({ kind: 'too-many-consumers', stream: stream.name, limit });
      }
      const changed = [streamKey, encodeRecord({ ...stream, consumers })] as const;
      return consumer === null
        ? { puts: [changed], deletes: [key], result }
        : { puts: [changed, [key, encodeRecord(consumer)]], result };
    },
  });
}

/** One that is being removed no longer counts. */
function counted(consumer: StreamConsumer | null): number {
  return consumer === null || consumer.transition?.status === 'DELETING' ? 0 : 1;
}

function presentConsumer(bytes: Uint8Array | undefined, now: number): StreamConsumer | undefined {
  if (bytes === undefined) return undefined;
  const consumer = decodeRecord<StreamConsumer>(bytes);
  const { transition } = consumer;
  return transition?.status === 'DELETING' && now >= transition.until ? undefined : consumer;
}

function notFound(consumer: string): KinesisRefused {
  return new KinesisRefused({ kind: 'consumer-not-found', consumer });
}
