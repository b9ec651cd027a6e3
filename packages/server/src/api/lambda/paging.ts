// Pages of lists: a marker says behind what the next page begins, and is opaque to clients.

import { invalidParameter } from './lambda-errors.ts';

/** Most lists of Lambda are answered by so many at a time, whatever MaxItems says (ListFunctions and its like). */
const MAX_PAGE = 50;

export interface Page<T> {
  readonly items: readonly T[];
  /** Absent on the last page. */
  readonly nextMarker?: string;
}

/** The first items, at most `most`, and the marker of the last of them if there are more. */
export async function pageOf<T>(
  items: AsyncIterable<T> | Iterable<T>,
  maxItems: number | undefined,
  { placeOf, most = MAX_PAGE }: { readonly placeOf: (item: T) => string; readonly most?: number },
): Promise<Page<T>> {
  const limit = Math.min(maxItems ?? most, most);
  const page: T[] = [];
  for await (const item of items) {
    if (page.length === limit) {
      const last = page[limit - 1] as T;
      return { items: page, nextMarker: Buffer.from(placeOf(last)).toString('base64url') };
    }
    page.push(item);
  }
  return { items: page };
}

/** What the last page ended with. @throws RestError for what is no marker */
export function placeBehind(marker: string | undefined): string | undefined {
  if (marker === undefined || marker === '') return undefined;
  const place = Buffer.from(marker, 'base64url').toString('utf8');
  if (Buffer.from(place).toString('base64url') !== marker) {
    throw invalidParameter('Invalid marker: it is not one of an earlier answer.');
  }
  return place;
}

/** Behind a place in a list whose items have places in order. */
export function itemsBehind<T>(
  items: readonly T[],
  marker: string | undefined,
  placeOf: (item: T) => string,
): readonly T[] {
  const place = placeBehind(marker);
  return place === undefined ? items : items.filter((item) => placeOf(item) > place);
}
