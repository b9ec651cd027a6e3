// Waiting for records of a shard: for consumers in other processes, which would have to look again and again.

import type { Clock } from '../../base/runtime.ts';
import type { StreamLog } from '../../log/stream-log.ts';
import { ControlError } from '../control-error.ts';
import type { JsonObject } from '../json-body.ts';
import type { Metric, MetricSource } from '../metrics/metric.ts';
import { controlled } from '../refused.ts';
import { checkMembers, requiredTextOf } from '../request-members.ts';

export interface WaitRequest {
  /** Of GetShardIterator, or the next one of GetRecords. */
  readonly iterator: string;
}

/** Shorter than what proxies and clients wait for an answer. */
const longestWaitMs = 20_000;
/** Each wakes whenever its shard or the catalog changes. */
const mostWaits = 1000;

export class RecordWaits implements MetricSource, Disposable {
  readonly #streams: StreamLog;
  readonly #clock: Clock;
  readonly #closing = new AbortController();
  #count = 0;

  constructor(streams: StreamLog, clock: Clock) {
    this.#streams = streams;
    this.#clock = clock;
  }

  /**
   * Whether reading from the iterator may bring something: a record, the end of the shard, an error. Resolves when it
   * may, and with false after 20 s of the server's clock, at the signal or when the server closes.
   */
  async wait(request: WaitRequest, signal?: AbortSignal): Promise<boolean> {
    const asked: JsonObject = { ...request };
    checkMembers(asked, ['iterator'], 'The request');
    const iterator = requiredTextOf(asked, 'iterator');
    if (this.#count >= mostWaits) {
      throw new ControlError(429, `${mostWaits} wait already. Read without waiting.`);
    }
    this.#count += 1;
    try {
      return await controlled(() => this.#waitUntil(iterator, signal));
    } finally {
      this.#count -= 1;
    }
  }

  async #waitUntil(iterator: string, gone: AbortSignal | undefined): Promise<boolean> {
    const over = new AbortController();
    const end = (): void => over.abort();
    const signals = [this.#closing.signal, ...(gone === undefined ? [] : [gone])];
    for (const each of signals) {
      if (each.aborted) end();
      each.addEventListener('abort', end, { once: true });
    }
    const { signal } = over;
    const timeout = this.#clock.sleep(longestWaitMs, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    const records = this.#streams.awaitRecords({ iterator, signal }).then(() => !signal.aborted);
    try {
      return await Promise.race([records, timeout.then(() => false)]);
    } finally {
      end();
      for (const each of signals) each.removeEventListener('abort', end);
    }
  }

  collect(): readonly Metric[] {
    return [
      {
        name: 'headwater_record_waits',
        help: 'Calls that wait for records of a shard.',
        type: 'gauge',
        samples: [{ value: this.#count }],
      },
    ];
  }

  /** Nobody waits any more. */
  [Symbol.dispose](): void {
    this.#closing.abort();
  }
}
