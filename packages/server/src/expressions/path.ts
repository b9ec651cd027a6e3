// Document paths with their placeholders resolved, and reading along them.

import type { AttributeValue, Item } from '../model/attribute-value.ts';
import { attributeOf } from '../model/attribute-value.ts';

/** Starts with the name of an attribute; further strings are names in maps, numbers indexes in lists. */
export type Path = readonly (string | number)[];

/** Undefined when there is nothing at the path, or something on the way is no map or list. */
export function valueAt(item: Item, path: Path): AttributeValue | undefined {
  let value: AttributeValue | undefined;
  let within: Item = item;
  for (const element of path) {
    if (typeof element === 'number') {
      value = value !== undefined && 'L' in value ? value.L[element] : undefined;
    } else {
      if (value !== undefined) {
        if (!('M' in value)) return undefined;
        within = value.M;
      }
      value = attributeOf(within, element);
    }
    if (value === undefined) return undefined;
  }
  return value;
}

export function samePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((element, index) => element === b[index]);
}

/** As AWS prints it: `[map, list, [0]]`. */
export function printPath(path: Path): string {
  const elements = path.map((element) => (typeof element === 'number' ? `[${element}]` : element));
  return `[${elements.join(', ')}]`;
}

/** The names of the attributes that the paths start with. */
export function attributesOf(paths: readonly Path[]): ReadonlySet<string> {
  return new Set(paths.map(attributeAt));
}

/** The names of the attributes that the paths look into; a key attribute may not be among them. */
export function nestedAttributesOf(paths: readonly Path[]): ReadonlySet<string> {
  return attributesOf(paths.filter((path) => path.length > 1));
}

function attributeAt(path: Path): string {
  return String(path[0]);
}
