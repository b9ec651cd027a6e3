// A lease as an item of the table.

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Checkpoint, Lease, RangeEnd } from '../lease-store.ts';

export type Item = Record<string, AttributeValue>;

export const shardPrefix = 'shard/';

export function itemOf({ parentIds, checkpoint, until, fence, heartbeat }: Lease): Item {
  return {
    parentIds: { L: parentIds.map((id) => ({ S: id })) },
    checkpoint: { S: JSON.stringify(checkpoint) },
    finished: { BOOL: checkpoint.type === 'FINISHED' },
    fence: { N: String(fence) },
    heartbeat: { N: String(heartbeat) },
    ...(until === undefined ? {} : { until: { S: JSON.stringify(until) } }),
  };
}

export function leaseOf(item: Item): Lease {
  const owner = item['owner']?.S;
  const askedBy = item['askedBy']?.S;
  const until = item['until']?.S;
  return {
    shardId: textOf(item, 'leaseKey').slice(shardPrefix.length),
    parentIds: (item['parentIds']?.L ?? []).map(({ S }) => S ?? ''),
    checkpoint: JSON.parse(textOf(item, 'checkpoint')) as Checkpoint,
    ...(until === undefined ? {} : { until: JSON.parse(until) as RangeEnd }),
    ...(owner === undefined ? {} : { owner }),
    ...(askedBy === undefined ? {} : { askedBy }),
    fence: Number(item['fence']?.N),
    heartbeat: Number(item['heartbeat']?.N),
  };
}

/** @throws Error when the item has no such text */
export function textOf(item: Item, name: string): string {
  const text = item[name]?.S;
  if (text === undefined) {
    throw new Error(
      `The lease table has an item without ${name}: use a table that nothing else writes to.`,
    );
  }
  return text;
}
