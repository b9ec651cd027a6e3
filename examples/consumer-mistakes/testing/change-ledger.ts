// What was written against what a consumer was given: each change as the key of its item and the item's version
// behind it, such as `order-3 v2`. The versions of an item are 1, 2, 3 and so on.

export interface LedgerReport {
  /** Changes that were written and that the consumer was not given. */
  readonly lost: readonly string[];
  /** Those that it was given more than once, one entry for each time too many. */
  readonly repeated: readonly string[];
  /** Those that it was given for the first time behind a later change of the same item. */
  readonly disordered: readonly string[];
}

/** The report of a consumer that was given everything exactly once and, item by item, in order. */
export const exactlyOnce: LedgerReport = { lost: [], repeated: [], disordered: [] };

export interface Change {
  readonly key: string;
  readonly version: number;
}

export function compareChanges(written: readonly Change[], given: readonly Change[]): LedgerReport {
  const counts = new Map<string, number>();
  const latest = new Map<string, number>();
  const repeated: string[] = [];
  const disordered: string[] = [];
  for (const { key, version } of given) {
    const name = nameOf({ key, version });
    const times = (counts.get(name) ?? 0) + 1;
    counts.set(name, times);
    if (times > 1) repeated.push(name);
    else if (version < (latest.get(key) ?? 0)) disordered.push(name);
    latest.set(key, Math.max(version, latest.get(key) ?? 0));
  }
  const lost = written.map(nameOf).filter((name) => !counts.has(name));
  return { lost, repeated, disordered };
}

export function nameOf({ key, version }: Change): string {
  return `${key} v${version}`;
}
