// The mapping's filters as a question about a record.

import { compilePattern } from './filters/compile-pattern.ts';
import { matchesPattern } from './filters/match-pattern.ts';
import type { ObjectPattern } from './filters/pattern.ts';
import type { TriggerRecord, TriggerSource } from './sources/trigger-source.ts';

export type RecordFilter = (record: TriggerRecord) => boolean;

/** Undefined when every record is handed out. @throws InvalidPattern */
export function recordFilter(
  filters: readonly string[],
  source: Pick<TriggerSource, 'filterable'>,
): RecordFilter | undefined {
  const patterns = filters.map(compilePattern);
  if (patterns.length === 0) return undefined;
  return (record) => {
    const { value, unreadable } = source.filterable(record);
    return patterns.some(
      (pattern) =>
        (unreadable === undefined || !speaksOf(pattern, unreadable)) &&
        matchesPattern(pattern, value),
    );
  };
}

/** Whether it says something of a member of the record, also in one of its choices. */
function speaksOf({ fields, choices }: ObjectPattern, member: string): boolean {
  return (
    fields.some(([name]) => name === member) ||
    choices.some((patterns) => patterns.some((pattern) => speaksOf(pattern, member)))
  );
}
