// Where everything lies in the store's ordered key space. Each key is drawn here and built nowhere else.
//
//   01 account 00 region 00 table                       table definition (JSON)
//   02 table:4 hash:16 [sort key]                       item (see write/stored-item.ts)
//   03 table:4 index:2 hash:16 [sort keys] base:16      index entry (see write/index-entry.ts)
//   03 table:4 number:2 time:8 hash:16 [sort key]       expiry entry (see write/expiry.ts)
//   04 account 00 region 00 table 00 label              stream definition (JSON)
//   05 account 00 region 00 table 00 label 00 shard     shard definition (JSON)
//   06 table:4 lane                                     statistics of one lane (write/statistics.ts)
//   07 name                                             the server's own values, such as counters
//   08 table:4                                          table whose items are still to be removed
//   08 table:4 index:2                                  index whose entries are still to be removed
//   09 account 00 region 00 table 00 backup             backup (JSON)
//   0a table:4                                          snapshot that is still being copied (JSON)
//   0b table:4                                          restore of a table that is under way (JSON)
//   0c period:4 account 00 region 00 use 00 token       request token (database/transactions/request-token.ts)
//   0d table:4 lane                                     lane that nothing is appended to any more (JSON)
//   0e account 00 region 00 function                    Lambda function (JSON)
//   0f account 00 region 00 function 00 version:4       published version of a function (JSON)
//   18, 19                                              event source mappings: see mapping-keys.ts
//   1a..1c                                              positions of triggers: see trigger-keys.ts
//   20..23                                              of Kinesis: see kinesis-keys.ts
//
// Expiry entries are an index by time: their number comes from the counter of the table's indexes, and
// they are removed as an index is. `time:8` is epoch milliseconds, an IEEE double that is not negative,
// so times sort as their bytes do. `hash:16 [sort key]` is the end of the item's own key.
//
// `table:4` is the table's number, big-endian; a snapshot of a table has a number of its own, under which
// its items lie as a table's do. Names cannot hold a zero byte, so 00 ends each of them
// and names sort as their bytes do. The sort key is self-delimiting (model/item-key.ts).

import { concatBytes, utf8Bytes } from '../base/bytes.ts';
import type { Scope } from './table.ts';

const kind = {
  table: 0x01,
  item: 0x02,
  indexEntry: 0x03,
  stream: 0x04,
  shard: 0x05,
  statistics: 0x06,
  own: 0x07,
  garbage: 0x08,
  backup: 0x09,
  snapshot: 0x0a,
  restore: 0x0b,
  requestToken: 0x0c,
  retiredLane: 0x0d,
  lambdaFunction: 0x0e,
  functionVersion: 0x0f,
} as const;

export interface KeyRange {
  /** Inclusive. */
  readonly from: Uint8Array;
  /** Exclusive. */
  readonly to: Uint8Array;
}

interface TableName extends Scope {
  readonly table: string;
}

interface StreamName extends TableName {
  readonly label: string;
}

/** A kind, and names that hold no zero byte. */
export function named(first: number, names: readonly string[]): Uint8Array {
  const text = utf8Bytes(names.join('\0'));
  return concatBytes([Uint8Array.of(first), text]);
}

/** The kind and `table:4`. */
const tableHeadBytes = 5;

function numbered(first: number, table: number, rest: readonly Uint8Array[] = []): Uint8Array {
  const head = new Uint8Array(tableHeadBytes);
  head[0] = first;
  new DataView(head.buffer).setUint32(1, table);
  return concatBytes([head, ...rest]);
}

export function tableKey(name: TableName): Uint8Array {
  return named(kind.table, [name.account, name.region, name.table]);
}

/** Definitions of the scope's tables, in the order of their names. */
export function tablesRange(scope: Scope): KeyRange {
  return rangeOfPrefix(named(kind.table, [scope.account, scope.region, '']));
}

/** Definitions of all tables. */
export function allTablesRange(): KeyRange {
  return rangeOfPrefix(Uint8Array.of(kind.table));
}

/** `sort` is the encoded sort key; absent in a table without one. */
export function itemKey(table: number, hash: Uint8Array, sort?: Uint8Array): Uint8Array {
  return numbered(kind.item, table, sort === undefined ? [hash] : [hash, sort]);
}

export function itemsRange(table: number): KeyRange {
  return rangeOfPrefix(numbered(kind.item, table));
}

/** Items whose partition key has this hash. */
export function partitionRange(table: number, hash: Uint8Array): KeyRange {
  return rangeOfPrefix(itemKey(table, hash));
}

/** Items of a table by the leading 32 bits of the hash: `from` inclusive, `to` exclusive, up to 2 ** 32. */
export function hashRange(table: number, from: number, to: number): KeyRange {
  const all = itemsRange(table);
  return {
    from: itemKey(table, uint32(from)),
    to: to > 0xffff_ffff ? all.to : itemKey(table, uint32(to)),
  };
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** `base` is the hash of the item's primary key: an index key may be shared by many items. */
export function indexEntryKey(
  place: { readonly table: number; readonly index: number },
  parts: {
    readonly hash: Uint8Array;
    readonly sort: readonly Uint8Array[];
    readonly base: Uint8Array;
  },
): Uint8Array {
  const { table, index } = place;
  return numbered(kind.indexEntry, table, [uint16(index), parts.hash, ...parts.sort, parts.base]);
}

/** All entries of an index, or of all indexes of a table. */
export function indexEntriesRange(table: number, index?: number): KeyRange {
  return rangeOfPrefix(
    numbered(kind.indexEntry, table, index === undefined ? [] : [uint16(index)]),
  );
}

/** The number that the key of an index or expiry entry holds. */
export function indexNumberOf(key: Uint8Array): number {
  return new DataView(key.buffer, key.byteOffset, key.byteLength).getUint16(tableHeadBytes);
}

/** As `hashRange`, of an index. */
export function indexHashRange(
  place: { readonly table: number; readonly index: number },
  from: number,
  to: number,
): KeyRange {
  const prefix = [uint16(place.index)];
  const all = indexEntriesRange(place.table, place.index);
  return {
    from: numbered(kind.indexEntry, place.table, [...prefix, uint32(from)]),
    to: to > 0xffff_ffff ? all.to : numbered(kind.indexEntry, place.table, [...prefix, uint32(to)]),
  };
}

/** `item` is the item's key; `dueAt` is epoch milliseconds, 0 or more. */
export function expiryKey(
  place: { readonly table: number; readonly number: number },
  dueAt: number,
  item: Uint8Array,
): Uint8Array {
  return numbered(kind.indexEntry, place.table, [
    uint16(place.number),
    float64(dueAt),
    item.subarray(tableHeadBytes),
  ]);
}

/** Expiry entries due after `after`, up to and with `until`; epoch milliseconds. */
export function expiriesRange(
  place: { readonly table: number; readonly number: number },
  after: number,
  until: number,
): KeyRange {
  const behind = (time: number): Uint8Array =>
    keyAfterPrefix(
      numbered(kind.indexEntry, place.table, [uint16(place.number), float64(Math.max(time, 0))]),
    );
  const all = indexEntriesRange(place.table, place.number);
  return { from: after < 0 ? all.from : behind(after), to: until < 0 ? all.from : behind(until) };
}

/** What an expiry entry's key names: when the item is due, and the item's key. */
export function parseExpiryKey(key: Uint8Array): {
  readonly dueAt: number;
  readonly item: Uint8Array;
} {
  const view = new DataView(key.buffer, key.byteOffset, key.byteLength);
  const timeAt = tableHeadBytes + 2;
  const item = numbered(kind.item, view.getUint32(1), [key.subarray(timeAt + 8)]);
  return { dueAt: view.getFloat64(timeAt), item };
}

function float64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return bytes;
}

function uint16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}

export function streamKey(name: StreamName): Uint8Array {
  return named(kind.stream, [name.account, name.region, name.table, name.label]);
}

/** Streams of a scope, or of one of its tables, ordered as their ARNs' table names and labels are. */
export function streamsRange(scope: Scope, table?: string): KeyRange {
  const names = [scope.account, scope.region, ...(table === undefined ? [] : [table]), ''];
  return rangeOfPrefix(named(kind.stream, names));
}

export function shardKey(name: StreamName, shard: string): Uint8Array {
  return named(kind.shard, [name.account, name.region, name.table, name.label, shard]);
}

/** Shards of a stream, in the order of their ids. */
export function shardsRange(name: StreamName): KeyRange {
  return rangeOfPrefix(shardKey(name, ''));
}

export function statisticsKey(table: number, lane: string): Uint8Array {
  return numbered(kind.statistics, table, [utf8Bytes(lane)]);
}

export function statisticsRange(table: number): KeyRange {
  return rangeOfPrefix(numbered(kind.statistics, table));
}

export function ownKey(name: string): Uint8Array {
  return named(kind.own, [name]);
}

/** Of a whole table, or of one of its indexes. */
export function garbageKey(table: number, index?: number): Uint8Array {
  return numbered(kind.garbage, table, index === undefined ? [] : [uint16(index)]);
}

export function garbageRange(): KeyRange {
  return rangeOfPrefix(Uint8Array.of(kind.garbage));
}

/** What a garbage key names. */
export function parseGarbageKey(key: Uint8Array): {
  readonly table: number;
  readonly index?: number;
} {
  const view = new DataView(key.buffer, key.byteOffset, key.byteLength);
  const table = view.getUint32(1);
  return key.length === 5 ? { table } : { table, index: view.getUint16(5) };
}

/** The same key among the items of the table or snapshot of another number. */
export function itemKeyIn(table: number, key: Uint8Array): Uint8Array {
  const moved = Uint8Array.from(key);
  new DataView(moved.buffer).setUint32(1, table);
  return moved;
}

export function backupKey(name: TableName, backup: string): Uint8Array {
  return named(kind.backup, [name.account, name.region, name.table, backup]);
}

/** Backups of a scope, or of one of its tables, by table and then in the order of their ids. */
export function backupsRange(scope: Scope, table?: string): KeyRange {
  const names = [scope.account, scope.region, ...(table === undefined ? [] : [table]), ''];
  return rangeOfPrefix(named(kind.backup, names));
}

/** All backups of all scopes. */
export function allBackupsRange(): KeyRange {
  return rangeOfPrefix(Uint8Array.of(kind.backup));
}

export function snapshotKey(snapshot: number): Uint8Array {
  return numbered(kind.snapshot, snapshot);
}

export function snapshotsRange(): KeyRange {
  return rangeOfPrefix(Uint8Array.of(kind.snapshot));
}

export function restoreKey(table: number): Uint8Array {
  return numbered(kind.restore, table);
}

export function restoresRange(): KeyRange {
  return rangeOfPrefix(Uint8Array.of(kind.restore));
}

/** `period` numbers the stretches of time by which tokens are kept and removed; `use` is the operation's. */
export function requestTokenKey(
  { account, region }: Scope,
  token: { readonly period: number; readonly use: string; readonly token: string },
): Uint8Array {
  const names = utf8Bytes([account, region, token.use, token.token].join('\0'));
  return numbered(kind.requestToken, token.period, [names]);
}

/** Tokens of all scopes, of the periods before one. */
export function requestTokensBefore(period: number): KeyRange {
  return { from: Uint8Array.of(kind.requestToken), to: numbered(kind.requestToken, period) };
}

export function retiredLaneKey(table: number, lane: string): Uint8Array {
  return numbered(kind.retiredLane, table, [utf8Bytes(lane)]);
}

export function retiredLanesRange(table: number): KeyRange {
  return rangeOfPrefix(numbered(kind.retiredLane, table));
}

/** Of all tables, those that are gone too. */
export function allRetiredLanesRange(): KeyRange {
  return rangeOfPrefix(Uint8Array.of(kind.retiredLane));
}

export function functionKey({
  account,
  region,
  name,
}: Scope & { readonly name: string }): Uint8Array {
  return named(kind.lambdaFunction, [account, region, name]);
}

/** Functions of the scope, in the order of their names. */
export function functionsRange({ account, region }: Scope): KeyRange {
  return rangeOfPrefix(named(kind.lambdaFunction, [account, region, '']));
}

/** Functions of all scopes. */
export function allFunctionsRange(): KeyRange {
  return rangeOfPrefix(Uint8Array.of(kind.lambdaFunction));
}

export function functionVersionKey(
  { account, region, name }: Scope & { readonly name: string },
  version: number,
): Uint8Array {
  return concatBytes([named(kind.functionVersion, [account, region, name, '']), uint32(version)]);
}

/** Published versions of all functions of all scopes. */
export function allFunctionVersionsRange(): KeyRange {
  return rangeOfPrefix(Uint8Array.of(kind.functionVersion));
}

/** Streams of all scopes. */
export function allStreamsRange(): KeyRange {
  return rangeOfPrefix(Uint8Array.of(kind.stream));
}

/** All keys that begin with `prefix`, which is not made of 0xff bytes alone. */
export function rangeOfPrefix(prefix: Uint8Array): KeyRange {
  return { from: prefix, to: keyAfterPrefix(prefix) };
}

/** The first key behind all that begin with `prefix`. */
export function keyAfterPrefix(prefix: Uint8Array): Uint8Array {
  let length = prefix.length;
  while (prefix[length - 1] === 0xff) length -= 1;
  const after = Uint8Array.from(prefix.subarray(0, length));
  after[length - 1] = (after[length - 1] ?? 0) + 1;
  return after;
}
