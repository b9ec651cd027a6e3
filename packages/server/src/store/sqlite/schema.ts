// The format of a data directory: one SQLite file in WAL mode, in 8 KB pages.
//
//   kv      k BLOB     the key; SQLite compares BLOBs byte by byte, which is the store's order
//           v BLOB     the value
//
//   lanes   number     1, 2, 3, ... in order of first append; below 2^23
//           name       the lane's name
//           trimmed    entries at or below this position are gone; 0 when none are
//
//   log     id         | 0 (1 bit) | lane number (23 bits) | position (40 bits) |
//           entry BLOB
//
// All are rowid tables: large values make WITHOUT ROWID trees slow. One integer as the key of the log
// orders each lane's entries side by side, without a second index. The head of a lane is not stored:
// it is the newest position in `log`, or `trimmed` when the lane is empty.

/** 'Hdwr': names the owner of the file in SQLite's header. */
export const APPLICATION_ID = 0x48647772;

/** Kept in `user_version`. A program opens this format only. */
export const FORMAT = 1;

export const PAGE_BYTES = 8192;

export const CREATE_TABLES = `
  CREATE TABLE kv (k BLOB NOT NULL PRIMARY KEY, v BLOB NOT NULL);
  CREATE TABLE lanes (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, trimmed INTEGER NOT NULL);
  CREATE TABLE log (id INTEGER PRIMARY KEY, entry BLOB NOT NULL);
`;
