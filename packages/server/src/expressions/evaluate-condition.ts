// Whether an item satisfies a condition. Nothing in an item is an error here: what is missing or of
// another type makes a simple condition false, except that anything differs (`<>`) from what is missing.

import { base64Bytes, compareBytes } from '../base/bytes.ts';
import { containsBytes, containsText } from '../base/contains.ts';
import type { AttributeValue, Item } from '../model/attribute-value.ts';
import { typeOf } from '../model/attribute-value.ts';
import { compareScalars, equalValues } from '../model/compare.ts';
import type { ConditionNode, Operand } from './condition-node.ts';
import type { Comparator } from './expression-tree.ts';
import { valueAt } from './path.ts';
import { sizeOf } from './size-of.ts';

export function evaluateConditionNode(node: ConditionNode, item: Item): boolean {
  switch (node.kind) {
    case 'and':
      return node.conditions.every((condition) => evaluateConditionNode(condition, item));
    case 'or':
      return node.conditions.some((condition) => evaluateConditionNode(condition, item));
    case 'not':
      return !evaluateConditionNode(node.condition, item);
    case 'comparison':
      return compares(node.operator, valueOf(node.left, item), valueOf(node.right, item));
    case 'between': {
      const value = valueOf(node.operand, item);
      return (
        compares('>=', value, valueOf(node.lower, item)) &&
        compares('<=', value, valueOf(node.upper, item))
      );
    }
    case 'in': {
      const value = valueOf(node.operand, item);
      return node.candidates.some((candidate) => compares('=', value, valueOf(candidate, item)));
    }
    case 'attribute_exists':
      return valueAt(item, node.path) !== undefined;
    case 'attribute_not_exists':
      return valueAt(item, node.path) === undefined;
    case 'attribute_type': {
      const value = valueOf(node.operand, item);
      return value !== undefined && typeOf(value) === node.type;
    }
    case 'begins_with':
      return both(node.operand, node.prefix, { item, test: beginsWith });
    case 'contains':
      return both(node.operand, node.searched, { item, test: contains });
  }
}

function valueOf(operand: Operand, item: Item): AttributeValue | undefined {
  switch (operand.kind) {
    case 'path':
      return valueAt(item, operand.path);
    case 'literal':
      return operand.value;
    case 'size': {
      const value = valueOf(operand.operand, item);
      const size = value === undefined ? undefined : sizeOf(value);
      return size === undefined ? undefined : { N: String(size) };
    }
  }
}

function compares(
  operator: Comparator,
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): boolean {
  if (left === undefined || right === undefined) return operator === '<>';
  switch (operator) {
    case '=':
      return equalValues(left, right);
    case '<>':
      return !equalValues(left, right);
    case '<':
      return ordered(left, right, (order) => order < 0);
    case '<=':
      return ordered(left, right, (order) => order <= 0);
    case '>':
      return ordered(left, right, (order) => order > 0);
    case '>=':
      return ordered(left, right, (order) => order >= 0);
  }
}

function ordered(
  left: AttributeValue,
  right: AttributeValue,
  test: (order: number) => boolean,
): boolean {
  const order = compareScalars(left, right);
  return order !== undefined && test(order);
}

function both(
  first: Operand,
  second: Operand,
  { item, test }: { item: Item; test: (a: AttributeValue, b: AttributeValue) => boolean },
): boolean {
  const a = valueOf(first, item);
  if (a === undefined) return false;
  const b = valueOf(second, item);
  return b !== undefined && test(a, b);
}

function beginsWith(value: AttributeValue, prefix: AttributeValue): boolean {
  if ('S' in value) return 'S' in prefix && value.S.startsWith(prefix.S);
  return 'B' in value && 'B' in prefix && startsWith(base64Bytes(value.B), base64Bytes(prefix.B));
}

function contains(value: AttributeValue, searched: AttributeValue): boolean {
  if ('S' in value) return 'S' in searched && containsText(value.S, searched.S);
  if ('B' in value) {
    return 'B' in searched && containsBytes(base64Bytes(value.B), base64Bytes(searched.B));
  }
  if ('SS' in value) return 'S' in searched && value.SS.includes(searched.S);
  if ('NS' in value) return 'N' in searched && value.NS.includes(searched.N);
  if ('BS' in value) return 'B' in searched && value.BS.includes(searched.B);
  return 'L' in value && value.L.some((element) => equalValues(element, searched));
}

function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  return (
    prefix.length <= bytes.length && compareBytes(bytes.subarray(0, prefix.length), prefix) === 0
  );
}
