// Reading streams: where a shard's records are in its lane, and pages of them.

import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Clock, Runtime } from '../base/runtime.ts';
import { InvalidInput } from '../model/invalid-input.ts';
import { ownKey } from '../model/storage-keys.ts';
import { endingNumber, parseSequenceNumber, startingNumber } from '../model/shard.ts';
import type { ShardDefinition } from '../model/stream.ts';
import type { Scope } from '../model/table.ts';
import type { Store } from '../store/store.ts';
import { Refused } from '../write/refusal.ts';
import { parseIterator, printIterator } from './iterator-token.ts';
import { renderRecords } from './render-records.ts';
import { findShard, findStream, listStreams, shardPage, streamStatus } from './stream-catalog.ts';
import type { IteratorPosition, StreamLog } from './stream-log.ts';

/** Fifteen minutes (GetShardIterator). */
const iteratorLifeMs = 15 * 60 * 1000;
/** One page of GetRecords, counted in stored bytes (GetRecords: 1 MB). */
const pageBytes = 1024 * 1024;

interface LogContext {
  readonly store: Store;
  readonly clock: Clock;
  /** Signs iterators. Kept in the store, so that they outlive a restart. */
  readonly key: KeyObject;
}

export async function openStreamLog(store: Store, runtime: Runtime): Promise<StreamLog> {
  const { clock } = runtime;
  const context = { store, clock, key: await iteratorKey(store, runtime) };
  return {
    listStreams: (scope, page) => listStreams(store, scope, page),
    async describeStream(scope, arn, page) {
      const { name, stream } = await findStream(store, scope, arn);
      const { shards, more } = await shardPage(store, name, page);
      return { definition: stream, status: streamStatus(stream, clock), shards, more };
    },
    shardIterator: (scope, request) => shardIterator(context, scope, request),
    records: (scope, request) => records(context, scope, request),
  };
}

async function iteratorKey(store: Store, runtime: Runtime): Promise<KeyObject> {
  const name = ownKey('iterator-key');
  const bytes = await store.commit({
    lanes: ['catalog'],
    reads: [name],
    decide({ values: [known] }) {
      if (known !== undefined) return { result: known };
      const made = runtime.randomBytes(32);
      return { puts: [[name, made]], result: made };
    },
  });
  return createSecretKey(bytes);
}

async function shardIterator(
  { store, clock, key }: LogContext,
  scope: Scope,
  request: { readonly arn: string; readonly shard: string; readonly position: IteratorPosition },
): Promise<string> {
  const { arn } = request;
  const { shard } = await findShard(store, scope, request);
  const { head, trimmed } = await store.readLog(shard.lane, Number.MAX_SAFE_INTEGER, {
    count: 1,
    bytes: 1,
  });
  const position = startPosition(shard, { head, trimmed }, request.position);
  return printIterator({ arn, shard: shard.id, position, issuedAt: clock.now() }, key);
}

/** The position behind which an iterator begins to read. */
function startPosition(
  shard: ShardDefinition,
  lane: { readonly head: number; readonly trimmed: number },
  asked: IteratorPosition,
): number {
  const end = shard.end ?? lane.head;
  switch (asked.type) {
    case 'TRIM_HORIZON':
      return Math.max(shard.after, Math.min(lane.trimmed, end));
    case 'LATEST':
      return end;
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER': {
      const at = positionOf(shard, end, asked.sequenceNumber);
      const behind = asked.type === 'AT_SEQUENCE_NUMBER' ? at - 1 : at;
      const position = Math.max(behind, shard.after);
      if (position < Math.min(lane.trimmed, end)) throw new Refused({ kind: 'trimmed' });
      return position;
    }
  }
}

/** @throws InvalidInput when the number lies outside of the shard's range. */
function positionOf(shard: ShardDefinition, end: number, text: string): number {
  const number = parseSequenceNumber(text);
  const last = shard.end === undefined ? shard.base + end : endingNumber(shard);
  if (number === undefined || number < startingNumber(shard) || number > last) {
    const problem = `Invalid SequenceNumber: ${text} is not in the range of shard ${shard.id}`;
    throw new InvalidInput('rule', problem);
  }
  return number - shard.base;
}

async function records(
  { store, clock, key }: LogContext,
  scope: Scope,
  request: { readonly iterator: string; readonly limit: number },
): Promise<{ records: Uint8Array; nextIterator?: string }> {
  const { arn, shard: shardId, position, issuedAt } = parseIterator(request.iterator, key);
  const now = clock.now();
  if (now - issuedAt > iteratorLifeMs) throw new Refused({ kind: 'iterator-expired' });
  const { stream, shard, page } = await shardEntries(store, scope, {
    arn,
    shardId,
    position,
    limit: request.limit,
  });
  if (page.trimmed > position) throw new Refused({ kind: 'trimmed' });
  const next = page.entries.at(-1)?.position ?? position;
  const rendered = renderRecords({ stream, shard }, page.entries);
  // The page that brings the last record of a closed shard has no next one (observed on AWS).
  if (shard.end !== undefined && next >= shard.end) return { records: rendered };
  const nextIterator = printIterator({ arn, shard: shardId, position: next, issuedAt: now }, key);
  return { records: rendered, nextIterator };
}

/**
 * Entries of one shard behind a position. The lane may go on with the next shard: what was read from
 * an open shard is clipped to its end in case it closed meanwhile, which a second look tells.
 */
async function shardEntries(
  store: Store,
  scope: Scope,
  from: {
    readonly arn: string;
    readonly shardId: string;
    readonly position: number;
    readonly limit: number;
  },
) {
  const { arn, shardId, position, limit } = from;
  const known = await findShard(store, scope, { arn, shard: shardId });
  if (known.shard.end !== undefined && position >= known.shard.end) {
    return { ...known, page: { entries: [], trimmed: 0 } };
  }
  const page = await store.readLog(known.shard.lane, position, { count: limit, bytes: pageBytes });
  const now =
    known.shard.end === undefined ? await findShard(store, scope, { arn, shard: shardId }) : known;
  const end = now.shard.end ?? Number.MAX_SAFE_INTEGER;
  const entries = page.entries.filter((entry) => entry.position <= end);
  return { ...now, page: { entries, trimmed: Math.min(page.trimmed, end) } };
}
