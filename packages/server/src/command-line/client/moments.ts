// Times as people read them.

/** `2026-11-24T10:00:00.000Z` as `2026-11-24 10:00:00Z`; the fraction stays when there is one. */
export function moment(iso: string): string {
  return iso.replace('T', ' ').replace(/\.0+Z$/, 'Z');
}
