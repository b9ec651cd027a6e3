// The mapping's filters as a question about a record.

import type { EventSourceMapping } from '../../lambda/mappings/event-source-mapping.ts';
import { compilePattern } from './filters/compile-pattern.ts';
import { matchesPattern } from './filters/match-pattern.ts';
import type { TriggerRecord, TriggerSource } from './sources/trigger-source.ts';

export type RecordFilter = (record: TriggerRecord) => boolean;

/** Undefined when every record is handed out. @throws InvalidPattern */
export function recordFilter(
  { settings }: EventSourceMapping,
  source: Pick<TriggerSource, 'filterable'>,
): RecordFilter | undefined {
  const patterns = settings.filters.map(compilePattern);
  if (patterns.length === 0) return undefined;
  return (record) => {
    const value = source.filterable(record);
    return value !== undefined && patterns.some((pattern) => matchesPattern(pattern, value));
  };
}
