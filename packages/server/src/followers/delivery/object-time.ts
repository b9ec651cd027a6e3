// Times in the names of objects: `2026/01/31/2026-01-31T08.00.00`, in UTC.

import { isoTime } from '../../base/iso-time.ts';

export function objectTime(ms: number): string {
  const text = isoTime(ms);
  const date = text.slice(0, 'YYYY-MM-DD'.length);
  const time = text.slice(date.length + 1, 'YYYY-MM-DDTHH:MM:SS'.length);
  return `${date.replaceAll('-', '/')}/${date}T${time.replaceAll(':', '.')}`;
}
