// Attribute values and items as the whole server holds them: DynamoDB JSON, after normalisation.
//
// A name may be anything, `__proto__` and `constructor` included, so attributes are read and written
// through the functions here and never with `item[name]`.

export type AttributeType = 'S' | 'N' | 'B' | 'SS' | 'NS' | 'BS' | 'M' | 'L' | 'NULL' | 'BOOL';

/** One attribute value; `B` and `BS` hold canonical base64, `N` and `NS` canonical decimal strings. */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly string[] }
  | { readonly M: Item }
  | { readonly L: readonly AttributeValue[] }
  | { readonly NULL: true }
  | { readonly BOOL: boolean };

/** An item, or the inside of a map: attribute values by name. */
export type Item = { readonly [name: string]: AttributeValue };

export function typeOf(value: AttributeValue): AttributeType {
  for (const type in value) return type as AttributeType;
  throw new Error('An attribute value has exactly one type; this one has none.');
}

export function attributeOf(item: Item, name: string): AttributeValue | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}

/** Sets an attribute on an item that is still being built; plain assignment would lose `__proto__`. */
export function setAttribute(
  building: Record<string, AttributeValue>,
  name: string,
  value: AttributeValue,
): void {
  if (name === '__proto__') {
    Object.defineProperty(building, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  } else {
    building[name] = value;
  }
}

/** The item with no other attributes, in its own order. */
export function withAttributes(item: Item, names: ReadonlySet<string>): Item {
  const kept: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(item)) {
    if (names.has(name)) setAttribute(kept, name, value);
  }
  return kept;
}
