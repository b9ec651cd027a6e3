// What a subscription brings: pages of a shard as they come, for five minutes at most.

import type { Kinesis } from '../kinesis.ts';
import { KinesisRefused } from '../kinesis-refusal.ts';
import { type KinesisShard, recordNumber, shardId } from '../shard.ts';
import type { KinesisStream } from '../stream.ts';
import { awaitRecords } from './await-records.ts';
import { type KinesisRecord, readPage } from './read-records.ts';
import { shardById } from './shard-iterator.ts';

/** SubscribeToShard. */
const lifeMs = 5 * 60 * 1000;
/** An event without records says that the connection is alive. */
const heartbeatMs = 5000;
/** Of one event. */
const pageLimit = { limit: 10_000, bytes: 2 * 1024 * 1024 };

export interface SubscribedPage {
  readonly records: readonly KinesisRecord[];
  /** Whence a new subscription goes on; undefined when the shard is closed and these were its last records. */
  readonly continuation: string | undefined;
  readonly millisBehind: number;
  readonly children: readonly KinesisShard[];
}

/** Pages behind a position, the first at once. Ends by itself after five minutes, at the shard's end and when told to. */
export async function* subscribedPages(
  kinesis: Kinesis,
  stream: KinesisStream,
  from: {
    readonly shard: number;
    readonly position: number;
    readonly ending: AbortController;
    /** Aborts when nobody listens any more. */
    readonly gone: AbortSignal;
  },
): AsyncGenerator<SubscribedPage> {
  const { clock } = kinesis.runtime;
  const { ending, gone } = from;
  const until = clock.now() + lifeMs;
  const leave = (): void => ending.abort();
  gone.addEventListener('abort', leave, { once: true });
  let { position } = from;
  try {
    while (!ending.signal.aborted && clock.now() < until) {
      const shard = await shardById(kinesis, stream, from.shard);
      if (shard === undefined) throw goneShard(stream, from.shard);
      const page = await readPage(kinesis, stream, { shard, after: position, ...pageLimit });
      const last = page.records.at(-1);
      yield {
        records: page.records,
        continuation:
          page.next === undefined
            ? undefined
            : (last?.sequenceNumber ?? recordNumber(shard, page.next, clock.now())),
        millisBehind: page.millisBehind,
        children: page.children,
      };
      if (page.next === undefined) return;
      position = page.next;
      const place = { shard: from.shard, position };
      if (page.recordsBehind === 0) await news(kinesis, stream, { place, ending, until });
    }
  } finally {
    gone.removeEventListener('abort', leave);
    ending.abort();
  }
}

/** Resolves when there is something to tell: records, the shard's end, that time has passed, or the subscription's end. */
async function news(
  kinesis: Kinesis,
  stream: KinesisStream,
  waiting: {
    readonly place: { readonly shard: number; readonly position: number };
    readonly ending: AbortController;
    readonly until: number;
  },
): Promise<void> {
  const { place, ending, until } = waiting;
  const { clock } = kinesis.runtime;
  const over = new AbortController();
  const signal = AbortSignal.any([ending.signal, over.signal]);
  const pause = Math.min(heartbeatMs, until - clock.now());
  const slept = clock.sleep(pause, signal).catch(() => {});
  try {
    await Promise.race([awaitRecords(kinesis, stream, { ...place, signal }), slept]);
  } finally {
    over.abort();
  }
}

function goneShard({ name }: KinesisStream, index: number): KinesisRefused {
  return new KinesisRefused({ kind: 'no-such-shard', stream: name, shard: shardId(index) });
}
