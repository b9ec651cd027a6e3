// A client that writes: one write after another, of random kinds to random items, each noted before it is
// sent and when it is acknowledged.

import { call, ErrorAnswer } from './aws-json-client.ts';
import { keys, tableName, versionOf, wireItem, wireKey, type WireItem } from './crash-table.ts';
import type { Write } from './history.ts';
import type { SeededRandom } from './seeded-random.ts';

/** What all writers of a round note. */
export interface WriteLog {
  readonly writes: Map<string, Write[]>;
  acknowledged: number;
  /** Of the newest write, refused ones included. */
  lastId: number;
  /** The next moment of the clients' time. */
  tick(): number;
}

/** Ids go on behind those of the log before, so that no two writes of a run share one. */
export function writeLog(before?: WriteLog): WriteLog {
  let time = 0;
  return {
    writes: new Map(),
    acknowledged: 0,
    lastId: before?.lastId ?? 0,
    tick: () => (time += 1),
  };
}

function nextId(log: WriteLog): string {
  log.lastId += 1;
  return `w${log.lastId}`;
}

type Noted = { -readonly [member in keyof Write]: Write[member] };

/** Writes until a call has no answer, and rejects with that call's error. */
export async function writeOn(url: string, log: WriteLog, random: SeededRandom): Promise<never> {
  for (;;) {
    const choice = random.below(20);
    const key = anyKey(random);
    if (choice < 7) await single(url, log, note(log, key, { kind: 'put', random }));
    else if (choice < 14) await single(url, log, note(log, key, { kind: 'update', random }));
    else if (choice < 17) await single(url, log, note(log, key, { kind: 'delete', random }));
    else if (choice < 19) await batch(url, log, random);
    else await refused(url, log, key);
  }
}

function anyKey(random: SeededRandom): string {
  return keys[random.below(keys.length)] ?? '';
}

interface NotedWrite {
  readonly key: string;
  readonly write: Noted;
}

function note(
  log: WriteLog,
  key: string,
  { kind, random }: { readonly kind: Write['kind']; readonly random: SeededRandom },
): NotedWrite {
  const id = nextId(log);
  const write: Noted = {
    id,
    kind,
    filler: `${id} `.repeat(1 + random.below(100)),
    began: log.tick(),
    acknowledged: Infinity,
  };
  const writes = log.writes.get(key);
  if (writes === undefined) log.writes.set(key, [write]);
  else writes.push(write);
  return { key, write };
}

async function single(url: string, log: WriteLog, { key, write }: NotedWrite): Promise<void> {
  const request = { TableName: tableName, ReturnValues: 'ALL_OLD' };
  const answer = await call<{ Attributes?: WireItem }>(url, ...operationOf(write, key, request));
  write.acknowledged = log.tick();
  write.replaced = answer.Attributes === undefined ? 'nothing' : versionOf(answer.Attributes);
  log.acknowledged += 1;
}

function operationOf(
  { id, kind, filler }: Write,
  key: string,
  request: object,
): [`DynamoDB_20120810.${string}`, object] {
  switch (kind) {
    case 'put': {
      const Item = wireItem(key, { by: id, count: 0, filler });
      return ['DynamoDB_20120810.PutItem', { ...request, Item }];
    }
    case 'update':
      return [
        'DynamoDB_20120810.UpdateItem',
        {
          ...request,
          Key: wireKey(key),
          UpdateExpression: 'SET #by = :by ADD #count :one',
          ExpressionAttributeNames: { '#by': 'by', '#count': 'count' },
          ExpressionAttributeValues: { ':by': { S: id }, ':one': { N: '1' } },
        },
      ];
    case 'delete':
      return ['DynamoDB_20120810.DeleteItem', { ...request, Key: wireKey(key) }];
  }
}

/** A batch does not say what its writes replaced, and is not one write. */
async function batch(url: string, log: WriteLog, random: SeededRandom): Promise<void> {
  const chosen = new Set(Array.from({ length: 2 + random.below(8) }, () => anyKey(random)));
  const noted = [...chosen].map((key) =>
    note(log, key, { kind: random.below(3) === 0 ? 'delete' : 'put', random }),
  );
  const requests = noted.map(({ key, write: { id, kind, filler } }) =>
    kind === 'delete'
      ? { DeleteRequest: { Key: wireKey(key) } }
      : { PutRequest: { Item: wireItem(key, { by: id, count: 0, filler }) } },
  );
  const { UnprocessedItems } = await call<{ UnprocessedItems: object }>(
    url,
    'DynamoDB_20120810.BatchWriteItem',
    { RequestItems: { [tableName]: requests } },
  );
  if (Object.keys(UnprocessedItems).length > 0) throw new Error('A batch was left unfinished');
  const acknowledged = log.tick();
  for (const { write } of noted) write.acknowledged = acknowledged;
  log.acknowledged += noted.length;
}

/** Its condition never holds. Nobody notes it: whatever it leaves behind has no write. */
async function refused(url: string, log: WriteLog, key: string): Promise<void> {
  try {
    await call(url, 'DynamoDB_20120810.PutItem', {
      TableName: tableName,
      Item: wireItem(key, { by: nextId(log), count: 0, filler: 'refused' }),
      ConditionExpression: '#by = :nobody',
      ExpressionAttributeNames: { '#by': 'by' },
      ExpressionAttributeValues: { ':nobody': { S: 'nobody' } },
    });
  } catch (error) {
    if (error instanceof ErrorAnswer && error.type === 'ConditionalCheckFailedException') return;
    throw error;
  }
  throw new Error('A write was acknowledged whose condition cannot hold');
}
