// UpdateShardCount: splits and merges until the shards are of one size. Where the new count is no multiple or
// fraction of the old one, some shards close as soon as they open, as AWS says of it.

import { evenRanges } from '../hash-key.ts';
import type { Kinesis } from '../kinesis.ts';
import { type KinesisRefusal, KinesisRefused } from '../kinesis-refusal.ts';
import type { KinesisStream, StreamName } from '../stream.ts';
import { accountUsage, maxOpenShards, requireShards } from '../streams/quotas.ts';
import { reshard } from './reshard.ts';
import { reshape } from './shard-life.ts';

/** Of one stream (UpdateShardCount). */
const mostShards = 10_000;
const mostADay = 10;
const dayMs = 24 * 60 * 60 * 1000;

/** Resolves with how many shards were open before. @throws KinesisRefused */
export async function resizeStream(
  kinesis: Kinesis,
  name: StreamName,
  target: number,
): Promise<number> {
  const now = kinesis.runtime.clock.now();
  const before = await reshard(kinesis, name, async (stream, open) => {
    if (stream.mode === 'ON_DEMAND') {
      throw new KinesisRefused({
        kind: 'on-demand',
        stream: stream.name,
        operation: 'UpdateShardCount',
      });
    }
    checkTarget(open.length, target);
    requireShards((await accountUsage(kinesis, name)).openShards, target - open.length);
    if (resizesOfDay(stream, now).length >= mostADay) {
      throw new KinesisRefused({ kind: 'resized-too-often', stream: stream.name, limit: mostADay });
    }
    return {
      closing: open,
      apply: (life) => reshape(life, open, evenRanges(target)),
      change: (resized, at) => ({ ...resized, resizedAt: [...resizesOfDay(resized, at), at] }),
    };
  });
  return before.openShards;
}

function resizesOfDay({ resizedAt }: KinesisStream, now: number): readonly number[] {
  return resizedAt.filter((at) => at > now - dayMs);
}

function checkTarget(current: number, target: number): void {
  const kind = targetProblem(current, target);
  if (kind === undefined) return;
  const limit = Math.min(mostShards, maxOpenShards);
  throw new KinesisRefused({ kind, current, target, limit });
}

type TargetProblem = Extract<
  KinesisRefusal['kind'],
  'resize-beyond-limit' | 'resize-beyond-double' | 'resize-below-half'
>;

function targetProblem(current: number, target: number): TargetProblem | undefined {
  if (target > mostShards) return 'resize-beyond-limit';
  if (target > current * 2) return 'resize-beyond-double';
  return target < current / 2 ? 'resize-below-half' : undefined;
}
