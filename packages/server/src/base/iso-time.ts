// Times as text. Formatting only: what time it is comes from the Runtime.

/** Epoch milliseconds as ISO 8601 in UTC with milliseconds, such as `2026-01-31T08:00:00.000Z`. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** Epoch milliseconds of such a text. */
export function parseIsoTime(text: string): number {
  return Date.parse(text);
}
