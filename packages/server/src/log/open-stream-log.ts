// Reading streams: where a shard's records are in its lane, and pages of them.

import type { KeyObject } from 'node:crypto';
import type { Runtime } from '../base/runtime.ts';
import { iteratorGeneration } from '../model/shard.ts';
import type { Scope } from '../model/table.ts';
import type { Store } from '../store/store.ts';
import { Refused } from '../write/refusal.ts';
import { awaitRecords } from './await-records.ts';
import { readLimits, type ReadLimits } from './read-limits.ts';
import { parseIterator, printIterator, type ShardIterator } from './iterator-token.ts';
import { ReadJournal } from './read-journal.ts';
import { renderRecords } from './render-records.ts';
import { readShard } from './shard-entries.ts';
import { signingKey } from './signing-key.ts';
import { parseStreamArn } from './stream-arn.ts';
import { startPosition } from './start-position.ts';
import { findShard, findStream, listStreams, shardPage, streamStatus } from './stream-catalog.ts';
import type { IteratorPosition, StreamLog } from './stream-log.ts';

/** Fifteen minutes (GetShardIterator). */
const iteratorLifeMs = 15 * 60 * 1000;
/** One page of GetRecords, counted in stored bytes (GetRecords: 1 MB). */
const pageBytes = 1024 * 1024;

interface LogContext {
  readonly store: Store;
  readonly runtime: Runtime;
  readonly journal: ReadJournal;
  readonly limits: ReadLimits | undefined;
  /** Signs iterators. Kept in the store, so that they outlive a restart. */
  readonly key: KeyObject;
}

export interface StreamLogOptions {
  /** Whether GetRecords beyond AWS's limits of one shard are refused. Default: no. */
  readonly enforceLimits?: boolean;
}

export async function openStreamLog(
  store: Store,
  runtime: Runtime,
  { enforceLimits = false }: StreamLogOptions = {},
): Promise<StreamLog> {
  const journal = new ReadJournal();
  const context: LogContext = {
    store,
    runtime,
    journal,
    limits: enforceLimits ? readLimits(runtime.clock) : undefined,
    key: await signingKey(store, runtime, 'iterator-key'),
  };
  return {
    listStreams: (scope, page) => listStreams(store, scope, page),
    async describeStream(scope, arn, page) {
      const { name, stream } = await findStream(store, scope, arn);
      const { shards, more } = await shardPage(store, name, page);
      return { definition: stream, status: streamStatus(stream, runtime.clock), shards, more };
    },
    shardIterator: (scope, request) => shardIterator(context, scope, request),
    records: (scope, request) => records(context, scope, request),
    awaitRecords: (request) => waitAt(context, request),
    readsOf: (record) => journal.readsOf(record),
  };
}

async function shardIterator(
  { store, runtime, key }: LogContext,
  scope: Scope,
  request: { readonly arn: string; readonly shard: string; readonly position: IteratorPosition },
): Promise<string> {
  const { arn } = request;
  const { shard } = await findShard(store, scope, request);
  const { head } = await store.readLog(shard.lane, Number.MAX_SAFE_INTEGER, { count: 1, bytes: 1 });
  const iterator: ShardIterator = {
    arn,
    shard: shard.id,
    position: startPosition(shard, head, request.position),
    issuedAt: runtime.clock.now(),
    generation: iteratorGeneration(shard),
    reader: Buffer.from(runtime.randomBytes(4)).readUInt32BE(),
  };
  return printIterator(iterator, key);
}

async function waitAt(
  { store, runtime, key }: LogContext,
  { iterator: text, signal }: { readonly iterator: string; readonly signal: AbortSignal },
): Promise<void> {
  const iterator = parseIterator(text, key);
  if (runtime.clock.now() - iterator.issuedAt > iteratorLifeMs) return;
  try {
    await awaitRecords(store, parseStreamArn(iterator.arn), { ...iterator, signal });
  } catch (error) {
    // That the stream is gone is what a read brings.
    if (!(error instanceof Refused)) throw error;
  }
}

async function records(
  { store, runtime, journal, limits, key }: LogContext,
  scope: Scope,
  request: { readonly iterator: string; readonly limit: number; readonly caller?: string },
): Promise<{ records: Uint8Array; nextIterator?: string }> {
  const iterator = parseIterator(request.iterator, key);
  const { arn, position, issuedAt, reader } = iterator;
  const now = runtime.clock.now();
  if (now - issuedAt > iteratorLifeMs) throw new Refused({ kind: 'iterator-expired' });
  const limited = `${arn}/${iterator.shard}`;
  const limit = limits?.admit(limited, reader);
  if (limit !== undefined) {
    throw new Refused({ kind: 'read-limit-exceeded', shard: iterator.shard, limit });
  }
  const { stream, shard, entries, isTrimmed } = await readShard(store, scope, {
    ...iterator,
    limit: { count: request.limit, bytes: pageBytes },
  });
  if (iterator.generation < iteratorGeneration(shard)) {
    throw new Refused({ kind: 'iterator-expired' });
  }
  if (isTrimmed) throw new Refused({ kind: 'trimmed' });
  const next = entries.at(-1)?.position ?? position;
  const rendered = renderRecords({ stream, shard }, entries);
  limits?.took(limited, rendered.length);
  if (next > position) {
    const { caller = '' } = request;
    journal.note({ arn, shard: shard.id, after: position, upTo: next, at: now, reader, caller });
  }
  // The page that brings the last record of a closed shard has no next one (observed on AWS).
  if (shard.end !== undefined && next >= shard.end) return { records: rendered };
  const nextIterator = printIterator({ ...iterator, position: next, issuedAt: now }, key);
  return { records: rendered, nextIterator };
}
