// Headwater's word that records have come, for consumers in other processes: instead of looking again and again.

import type { Source } from './source.ts';
import { SourceError } from './source-error.ts';

export interface HeadwaterWakeUpOptions {
  /** Where the server listens, for example `http://127.0.0.1:8000`. */
  readonly endpoint: string;
}

/** For the option `wakeUp` of a source. One request at a time waits at the server for each shard that is idle. */
export function headwaterWakeUp({
  endpoint,
}: HeadwaterWakeUpOptions): NonNullable<Source['awaitRecords']> {
  const url = new URL('/_headwater/streams/await', endpoint);
  return async (iterator, shardId, signal) => {
    const body = JSON.stringify({ iterator });
    const headers = { 'content-type': 'application/json' };
    for (;;) {
      const answer = await fetch(url, { method: 'POST', headers, body, signal });
      const text = await answer.text();
      if (answer.status === 200) return;
      // Nothing has come for a while: a read would not have brought anything.
      if (answer.status !== 204) {
        throw new SourceError(
          answer.status === 429 ? 'throttled' : 'unavailable',
          `Waiting for records of ${shardId}: ${url.href} answered ${answer.status}: ${text.trim()}`,
        );
      }
    }
  };
}
