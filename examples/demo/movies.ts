// The data set: the films that npm's vega-datasets ships, as items with an id each.

import { readFile } from 'node:fs/promises';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type Item = Record<string, AttributeValue>;

type Movie = Readonly<Record<string, string | number | null>>;

/** Some 3,200 items. `id` says the place in the file: movie-0001, movie-0002 and so on. */
export async function loadMovies(): Promise<Item[]> {
  const file = new URL('../data/movies.json', import.meta.resolve('vega-datasets'));
  const movies = JSON.parse(await readFile(file, 'utf8')) as Movie[];
  return movies.map(movieItem);
}

/** What the file does not know of a movie is null there, and absent from the item. */
export function movieItem(movie: Movie, index: number): Item {
  const item: Item = { id: { S: `movie-${String(index + 1).padStart(4, '0')}` } };
  for (const [name, value] of Object.entries(movie)) {
    if (value === null) continue;
    item[name] = typeof value === 'number' ? { N: String(value) } : { S: value };
  }
  return item;
}
