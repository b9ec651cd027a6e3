// Reads a whole stream as a consumer should: each shard to its end, parents before their children.

import type { openStream, ReadRecord } from './open-stream.ts';

type OpenedStream = Pick<Awaited<ReturnType<typeof openStream>>, 'shards' | 'iterator' | 'read'>;

/** All records that can be read now, those of one item in their order. */
export async function followLineage(stream: OpenedStream): Promise<ReadRecord[]> {
  const waiting = new Map(
    (await stream.shards()).map(({ definition }) => [definition.id, definition.parent]),
  );
  const records: ReadRecord[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting].filter(([, parent]) => !waiting.has(parent ?? ''));
    for (const [shard] of ready) {
      records.push(...(await readToEnd(stream, shard)));
      waiting.delete(shard);
    }
  }
  return records;
}

/** Of an open shard, up to the first page without records. */
async function readToEnd(stream: OpenedStream, shard: string): Promise<ReadRecord[]> {
  const records: ReadRecord[] = [];
  let next: string | undefined = await stream.iterator(shard);
  while (next !== undefined) {
    const page: Awaited<ReturnType<OpenedStream['read']>> = await stream.read(next, 100);
    records.push(...page.records);
    next = page.records.length === 0 ? undefined : page.next;
  }
  return records;
}
