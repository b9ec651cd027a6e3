// Every SQL statement of the engine, prepared once. A log id is computed by SQLite from lane number
// and position, because a JavaScript number cannot hold 64 bits and a BigInt costs more than the shift.

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Key, Value } from '../store.ts';

export type Statements = ReturnType<typeof prepareStatements>;

export type PairRow = readonly [Key, Value];
export type EntryRow = readonly [position: number, entry: Value];
export type LaneRow = readonly [number: number, name: string, trimmed: number, head: number | null];

const POSITION_MASK = '0xFFFFFFFFFF';
// Parameters: lane number, after (exclusive), up to (inclusive).
const LANE_SLICE = 'id > ((?1 << 40) | ?2) AND id <= ((?1 << 40) | ?3)';

export function prepareStatements(database: DatabaseSync) {
  return {
    begin: database.prepare('BEGIN IMMEDIATE'),
    commit: database.prepare('COMMIT'),
    rollback: database.prepare('ROLLBACK'),

    get: rows<readonly [Value]>(database, 'SELECT v FROM kv WHERE k = ?'),
    forward: rows<PairRow>(
      database,
      'SELECT k, v FROM kv WHERE k >= ? AND k < ? ORDER BY k LIMIT ?',
    ),
    backward: rows<PairRow>(
      database,
      'SELECT k, v FROM kv WHERE k >= ? AND k < ? ORDER BY k DESC LIMIT ?',
    ),
    update: database.prepare('UPDATE kv SET v = ?2 WHERE k = ?1'),
    insert: database.prepare('INSERT INTO kv (k, v) VALUES (?, ?)'),
    delete: database.prepare('DELETE FROM kv WHERE k = ?'),

    lanes: rows<LaneRow>(
      database,
      `SELECT number, name, trimmed, (SELECT id & ${POSITION_MASK} FROM log
         WHERE id > (number << 40) AND id < ((number + 1) << 40) ORDER BY id DESC LIMIT 1)
       FROM lanes`,
    ),
    addLane: database.prepare('INSERT INTO lanes (number, name, trimmed) VALUES (?, ?, 0)'),
    append: database.prepare('INSERT INTO log (id, entry) VALUES ((?1 << 40) | ?2, ?3)'),
    entries: rows<EntryRow>(
      database,
      `SELECT id & ${POSITION_MASK}, entry FROM log WHERE ${LANE_SLICE} ORDER BY id LIMIT ?4`,
    ),
    entrySizes: rows<readonly [number]>(
      database,
      `SELECT length(entry) FROM log WHERE ${LANE_SLICE} ORDER BY id`,
    ),
    trim: database.prepare(`DELETE FROM log WHERE ${LANE_SLICE}`),
    setTrimmed: database.prepare('UPDATE lanes SET trimmed = ?2 WHERE number = ?1'),
  };
}

/** A query whose rows come as arrays, which costs a third less than objects. */
export interface Query<Row> {
  get(...parameters: Parameter[]): Row | undefined;
  iterate(...parameters: Parameter[]): Iterable<Row>;
}

type Parameter = number | string | Uint8Array;

function rows<Row>(database: DatabaseSync, sql: string): Query<Row> {
  const statement: StatementSync = database.prepare(sql);
  statement.setReturnArrays(true);
  // The published types know rows as objects only.
  return statement as unknown as Query<Row>;
}
