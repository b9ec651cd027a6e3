// The one rule by which a read stops: at most `count` rows, and none after the row that reached `bytes`.

export interface PageLimit {
  readonly count: number;
  readonly bytes: number;
}

export interface Page<Row> {
  readonly rows: Row[];
  /** Whether a row was left out. */
  readonly more: boolean;
}

/** Leaves the rest unread, and ends the iteration, so that no statement stays open. */
export function takePage<Row>(
  rows: Iterable<Row>,
  limit: PageLimit,
  sizeBytes: (row: Row) => number,
): Page<Row> {
  const taken: Row[] = [];
  let bytes = 0;
  for (const row of rows) {
    if (taken.length === limit.count || (bytes >= limit.bytes && taken.length > 0)) {
      return { rows: taken, more: true };
    }
    taken.push(row);
    bytes += sizeBytes(row);
  }
  return { rows: taken, more: false };
}
