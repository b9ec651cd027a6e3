// What an account may have in a region (Kinesis developer guide, "Quotas and limits").

import type { Scope } from '../../model/table.ts';
import { decodeRecord } from '../../model/catalog-json.ts';
import { kinesisStreamsRange } from '../../model/kinesis-keys.ts';
import { readAll } from '../../store/read-all.ts';
import type { Kinesis } from '../kinesis.ts';
import { KinesisRefused } from '../kinesis-refusal.ts';
import { isGone, type KinesisStream } from '../stream.ts';

/** Open shards of provisioned streams, as in AWS's larger regions before one asks for more. */
export const maxOpenShards = 20_000;
export const maxOnDemandStreams = 50;

export interface AccountUsage {
  /** Of provisioned streams. */
  readonly openShards: number;
  readonly onDemandStreams: number;
}

export async function accountUsage(kinesis: Kinesis, scope: Scope): Promise<AccountUsage> {
  const now = kinesis.runtime.clock.now();
  let openShards = 0;
  let onDemandStreams = 0;
  for await (const [, value] of readAll(kinesis.store, kinesisStreamsRange(scope))) {
    const stream = decodeRecord<KinesisStream>(value);
    if (isGone(stream, now)) continue;
    if (stream.mode === 'ON_DEMAND') onDemandStreams += 1;
    else openShards += stream.openShards;
  }
  return { openShards, onDemandStreams };
}

/** @throws KinesisRefused when so many shards more would be too many */
export function requireShards(current: number, additional: number): void {
  if (current + additional > maxOpenShards) {
    throw new KinesisRefused({
      kind: 'too-many-shards',
      current,
      additional,
      limit: maxOpenShards,
    });
  }
}
