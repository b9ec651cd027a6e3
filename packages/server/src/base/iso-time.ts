// Times as text. Formatting only: what time it is comes from the Runtime.

/** Epoch milliseconds as ISO 8601 in UTC with milliseconds, such as `2026-01-31T08:00:00.000Z`. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** Epoch milliseconds of such a text. */
export function parseIsoTime(text: string): number {
  return Date.parse(text);
}

/** What people write: a date, or a date and a time with its zone; seconds and fractions as they like. */
const writtenTime =
  /^(?<date>\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/**
 * Epoch milliseconds of an ISO 8601 date (midnight in UTC), or of a date and a time with a zone; without a
 * zone it would depend on where the server runs. Undefined when it is neither, or no day of the calendar.
 */
export function parseWrittenTime(text: string): number | undefined {
  const date = writtenTime.exec(text)?.groups?.['date'];
  if (date === undefined) return undefined;
  const midnight = Date.parse(date);
  // JavaScript takes 30 February for 2 March.
  if (Number.isNaN(midnight) || !isoTime(midnight).startsWith(date)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}
