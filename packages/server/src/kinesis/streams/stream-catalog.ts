// The streams that there are, in the store: looking them up, and changing one in a commit on its record.

import { bytesBehind } from '../../base/bytes.ts';
import { catalogLane } from '../../model/catalog-lane.ts';
import { decodeRecord, encodeRecord } from '../../model/catalog-json.ts';
import { kinesisStreamKey, kinesisStreamsRange } from '../../model/kinesis-keys.ts';
import type { Scope } from '../../model/table.ts';
import { readAll } from '../../store/read-all.ts';
import type { Decision, Snapshot } from '../../store/store.ts';
import type { Kinesis } from '../kinesis.ts';
import { KinesisRefused } from '../kinesis-refusal.ts';
import {
  isGone,
  type KinesisStream,
  statusAt,
  type StreamName,
  type StreamStatus,
} from '../stream.ts';

/** @throws KinesisRefused */
export async function findStream(
  { store, runtime }: Kinesis,
  name: StreamName,
): Promise<KinesisStream> {
  const [bytes] = await store.get([kinesisStreamKey(name)]);
  return present(bytes, name, runtime.clock.now());
}

/** A stream that takes records: not while it is created or deleted. @throws KinesisRefused */
export async function findUsableStream(kinesis: Kinesis, name: StreamName): Promise<KinesisStream> {
  const stream = await findStream(kinesis, name);
  const status = statusAt(stream, kinesis.runtime.clock.now());
  if (status === 'CREATING' || status === 'DELETING') throw notFound(name);
  return stream;
}

export interface StreamView {
  readonly stream: KinesisStream;
  readonly status: StreamStatus;
}

/** @throws KinesisRefused */
export async function describeStream(kinesis: Kinesis, name: StreamName): Promise<StreamView> {
  const stream = await findStream(kinesis, name);
  return { stream, status: statusAt(stream, kinesis.runtime.clock.now()) };
}

/** Streams of the scope behind a name, in order; one more than asked for is never read. */
export async function listStreams(
  kinesis: Kinesis,
  scope: Scope,
  page: { readonly after?: string; readonly limit: number },
): Promise<{ readonly streams: readonly StreamView[]; readonly more: boolean }> {
  const { from, to } = kinesisStreamsRange(scope);
  const start =
    page.after === undefined ? from : bytesBehind(kinesisStreamKey({ ...scope, name: page.after }));
  const now = kinesis.runtime.clock.now();
  const streams: StreamView[] = [];
  for await (const [, value] of readAll(kinesis.store, { from: start, to })) {
    const stream = decodeRecord<KinesisStream>(value);
    if (isGone(stream, now)) continue;
    if (streams.length === page.limit) return { streams, more: true };
    streams.push({ stream, status: statusAt(stream, now) });
  }
  return { streams, more: false };
}

/**
 * Changes a stream as `decide` says, which may be called again, and throws KinesisRefused to refuse. It
 * gives the stream as it becomes, or the same one.
 */
export function changeStream(
  { store, runtime }: Kinesis,
  name: StreamName,
  decide: (stream: KinesisStream, now: number) => KinesisStream,
): Promise<KinesisStream> {
  const key = kinesisStreamKey(name);
  return store.commit({
    lanes: [catalogLane],
    reads: [key],
    decide({ values: [bytes] }: Snapshot): Decision<KinesisStream> {
      const now = runtime.clock.now();
      const before = present(bytes, name, now);
      const after = decide(before, now);
      return after === before
        ? { result: after }
        : { puts: [[key, encodeRecord(after)]], result: after };
    },
  });
}

/** @throws KinesisRefused when the stream is gone */
export function present(
  bytes: Uint8Array | undefined,
  name: StreamName,
  now: number,
): KinesisStream {
  const stream = bytes === undefined ? undefined : decodeRecord<KinesisStream>(bytes);
  if (stream === undefined || isGone(stream, now)) throw notFound(name);
  return stream;
}

/** @throws KinesisRefused unless the stream is ACTIVE */
export function requireActive(stream: KinesisStream, now: number): void {
  const status = statusAt(stream, now);
  if (status !== 'ACTIVE') {
    throw new KinesisRefused({ kind: 'stream-busy', stream: stream.name, status });
  }
}

/** The stream, UPDATING from now on for as long as changes take. */
export function updating(
  { transitionMs }: Kinesis,
  stream: KinesisStream,
  now: number,
): KinesisStream {
  if (transitionMs > 0) {
    return { ...stream, transition: { status: 'UPDATING', until: now + transitionMs } };
  }
  const { transition: _over, ...rest } = stream;
  return rest;
}

function notFound({ name }: StreamName): KinesisRefused {
  return new KinesisRefused({ kind: 'stream-not-found', stream: name });
}
