// Which requests are for a REST API: their path begins with the date of its version, `/2015-03-31/...`.

const DATED = /^\/\d{4}-\d{2}-\d{2}\//;

/** Of any other path it looks at two characters. */
export function isRestPath(url: string): boolean {
  return url.charCodeAt(1) === 0x32 && DATED.test(url);
}
