// Attribute values as requests write them -> the canonical form in which the server holds them.
//
// Canonical means one value, one byte string: attribute names sorted, set members sorted, numbers and
// base64 in their one spelling. Items are then equal by value exactly when their `encodeItem` bytes
// are. "Sorted" is JavaScript's `<` over UTF-16, except that a JavaScript object always lists names
// that look like array indices first, in numeric order; both are one fixed order.

import { assert } from '../base/assert.ts';
import { canonicalBase64 } from '../base/bytes.ts';
import { checkAttributeName } from './attribute-name.ts';
import type { AttributeValue, Item } from './attribute-value.ts';
import { attributeOf, setAttribute } from './attribute-value.ts';
import { InvalidInput } from './invalid-input.ts';
import { MAX_NESTING } from './limits.ts';
import { canonicalNumber } from './number.ts';
import { decodeMembers, sortedMembers } from './set-members.ts';
import type { ValidationLayer } from './validation-layer.ts';

const NO_TYPE =
  'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes';
const SEVERAL_TYPES =
  'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes';
const FALSE_NULL =
  'One or more parameter values were invalid: Null attribute value types must have the value of true';
const TOO_DEEP =
  'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit';

/** What the API's shape tables have checked: the JSON types, not the values. */
type WireValue = { readonly [type: string]: unknown };
type WireItem = { readonly [name: string]: WireValue };

/**
 * The canonical form of an item, or of a key, in a request whose JSON types were checked.
 *
 * Throws InvalidInput with AWS's texts: `rule` for empty attribute names and for values of no type or
 * several, otherwise `value`.
 */
export function decodeItem(raw: unknown, layer: ValidationLayer = 'current'): Item {
  const wire = raw as WireItem;
  // Names first, then nesting, then the rest: the order observed on AWS (TransactWriteItems, 2026-10).
  for (const name in wire) checkAttributeName(name);
  for (const value of Object.values(wire)) checkWireNesting(value, 0);
  return decodeAttributes(wire, layer);
}

/** The same for a single value. */
export function decodeValue(raw: unknown, layer: ValidationLayer = 'current'): AttributeValue {
  const wire = raw as WireValue;
  checkWireNesting(wire, 0);
  return decodeTyped(wire, layer);
}

/**
 * The canonical form of an item whose values are valid, such as the outcome of an update; the same
 * object when it is canonical already. Throws InvalidInput `rule` when it is nested too deeply.
 */
export function canonicalItem(item: Item): Item {
  return canonicalAttributes(item, 0);
}

function decodeAttributes(wire: WireItem, layer: ValidationLayer): Item {
  const item: Record<string, AttributeValue> = {};
  let wellFormed = true;
  for (const name of Object.keys(wire).toSorted()) {
    checkAttributeName(name);
    wellFormed &&= name.isWellFormed();
    setAttribute(item, name.toWellFormed(), decodeTyped(wire[name] ?? {}, layer));
  }
  return wellFormed ? item : inNameOrder(Object.entries(item));
}

function decodeTyped(wire: WireValue, layer: ValidationLayer): AttributeValue {
  let found: AttributeValue | undefined;
  let several = false;
  for (const type in wire) {
    const content = wire[type];
    if (content === null || content === undefined) continue;
    const value = decodeContent(type, content, layer);
    if (value === undefined) continue;
    several ||= found !== undefined;
    found = value;
  }
  if (found === undefined) throw new InvalidInput('rule', NO_TYPE);
  if (several) throw new InvalidInput('rule', SEVERAL_TYPES);
  return found;
}

/** Undefined for a type that DynamoDB does not know, which it ignores. */
function decodeContent(
  type: string,
  content: unknown,
  layer: ValidationLayer,
): AttributeValue | undefined {
  switch (type) {
    case 'S':
      return { S: (content as string).toWellFormed() };
    case 'N':
      return { N: canonicalNumber(content as string, layer) };
    case 'B':
      return { B: canonicalBase64(content as string) };
    case 'SS':
      return { SS: decodeMembers('SS', content as string[], layer) };
    case 'NS':
      return { NS: decodeMembers('NS', content as string[], layer) };
    case 'BS':
      return { BS: decodeMembers('BS', content as string[], layer) };
    case 'M':
      return { M: decodeAttributes(content as WireItem, layer) };
    case 'L':
      return { L: (content as WireValue[]).map((element) => decodeTyped(element ?? {}, layer)) };
    case 'NULL':
      if (content !== true) throw new InvalidInput('value', FALSE_NULL);
      return { NULL: true };
    case 'BOOL':
      return { BOOL: content as boolean };
    default:
      return undefined;
  }
}

/** `nesting` counts the lists and maps around the value. */
function checkWireNesting(wire: WireValue | null | undefined, nesting: number): void {
  if (nesting > MAX_NESTING) throw new InvalidInput('value', TOO_DEEP);
  const { L: elements, M: attributes } = wire ?? {};
  if (elements) {
    for (const element of elements as WireValue[]) checkWireNesting(element, nesting + 1);
  }
  if (attributes) {
    for (const value of Object.values(attributes as WireItem)) checkWireNesting(value, nesting + 1);
  }
}

function canonicalAttributes(item: Item, nesting: number): Item {
  let changed = false;
  let previous = '';
  const attributes: [name: string, value: AttributeValue][] = [];
  for (const name of Object.keys(item)) {
    const value = attributeOf(item, name);
    assert(value !== undefined, 'a listed attribute exists');
    const canonical = canonicalValue(value, nesting);
    changed ||= canonical !== value || (previous > name && !isArrayIndex(previous));
    previous = name;
    attributes.push([name, canonical]);
  }
  return changed ? inNameOrder(attributes) : item;
}

function canonicalValue(value: AttributeValue, nesting: number): AttributeValue {
  if (nesting > MAX_NESTING) throw new InvalidInput('rule', TOO_DEEP);
  if ('M' in value) {
    const attributes = canonicalAttributes(value.M, nesting + 1);
    return attributes === value.M ? value : { M: attributes };
  }
  if ('L' in value) {
    const elements = value.L.map((element) => canonicalValue(element, nesting + 1));
    return elements.every((element, index) => element === value.L[index]) ? value : { L: elements };
  }
  if ('SS' in value) {
    const members = sortedMembers('SS', value.SS);
    return members === value.SS ? value : { SS: members };
  }
  if ('NS' in value) {
    const members = sortedMembers('NS', value.NS);
    return members === value.NS ? value : { NS: members };
  }
  if ('BS' in value) {
    const members = sortedMembers('BS', value.BS);
    return members === value.BS ? value : { BS: members };
  }
  return value;
}

function inNameOrder(attributes: [name: string, value: AttributeValue][]): Item {
  attributes.sort(([left], [right]) => (left < right ? -1 : 1));
  const item: Record<string, AttributeValue> = {};
  for (const [name, value] of attributes) setAttribute(item, name, value);
  return item;
}

// Names that a JavaScript object lists first and in numeric order, whatever order they were set in.
function isArrayIndex(name: string): boolean {
  const index = Number(name);
  return Number.isInteger(index) && index >= 0 && index < 2 ** 32 - 1 && String(index) === name;
}
