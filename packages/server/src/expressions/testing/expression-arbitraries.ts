// Random expressions for the property tests of this folder: trees, and the texts that print them.

import fc from 'fast-check';
import type {
  ArithmeticTree,
  Comparator,
  ConditionTree,
  OperandTree,
  PathElement,
  PathTree,
} from '../expression-tree.ts';

const COMPARATORS: readonly Comparator[] = ['=', '<>', '<', '<=', '>', '>='];

const nameArbitrary = fc.oneof(
  fc.constantFrom('a', 'b2', 'c_d', 'android', 'size', 'notes'),
  fc.constantFrom('#a', '#1', '#_'),
);

export const pathArbitrary: fc.Arbitrary<PathTree> = fc
  .tuple(nameArbitrary, fc.array(fc.oneof(nameArbitrary, fc.nat({ max: 99 })), { maxLength: 3 }))
  .map(([first, rest]) => pathOf([first, ...rest]));

const valueArbitrary: fc.Arbitrary<OperandTree> = fc
  .constantFrom(':a', ':1', ':_b')
  .map((placeholder) => ({ kind: 'value', placeholder }));

export const operandArbitrary: fc.Arbitrary<OperandTree> = fc.letrec<{ operand: OperandTree }>(
  (tie) => ({
    operand: fc.oneof(
      { maxDepth: 2 },
      pathArbitrary,
      valueArbitrary,
      fc.record({
        kind: fc.constant('call' as const),
        name: fc.constantFrom('size', 'contains', 'f1_'),
        operands: fc.array(tie('operand'), { minLength: 1, maxLength: 3 }),
      }),
    ),
  }),
).operand;

export const arithmeticArbitrary: fc.Arbitrary<ArithmeticTree> = fc.record({
  kind: fc.constant('arithmetic' as const),
  operator: fc.constantFrom('+' as const, '-' as const),
  left: operandArbitrary,
  right: operandArbitrary,
});

const leafArbitrary: fc.Arbitrary<ConditionTree> = fc.oneof(
  fc.record({
    kind: fc.constant('comparison' as const),
    operator: fc.constantFrom(...COMPARATORS),
    left: operandArbitrary,
    right: operandArbitrary,
  }),
  fc.record({
    kind: fc.constant('between' as const),
    operand: operandArbitrary,
    lower: operandArbitrary,
    upper: operandArbitrary,
  }),
  fc.record({
    kind: fc.constant('in' as const),
    operand: operandArbitrary,
    candidates: fc.array(operandArbitrary, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('call' as const),
    name: fc.constantFrom('attribute_exists', 'contains'),
    operands: fc.array(operandArbitrary, { minLength: 1, maxLength: 2 }),
  }),
);

export const conditionArbitrary: fc.Arbitrary<ConditionTree> = fc.letrec<{
  condition: ConditionTree;
}>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4 },
    leafArbitrary,
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      conditions: fc.array(tie('condition'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('not' as const), condition: tie('condition') }),
  ),
})).condition;

/** With parentheses where the tree needs them, and no others. */
export function printCondition(tree: ConditionTree): string {
  switch (tree.kind) {
    case 'and':
      return tree.conditions.map((inner) => printInside(inner, ['and', 'or'])).join(' AND ');
    case 'or':
      return tree.conditions.map((inner) => printInside(inner, ['or'])).join('\tor ');
    case 'not':
      return `nOT ${printInside(tree.condition, ['and', 'or'])}`;
    case 'comparison':
      return printOperand(tree.left) + tree.operator + printOperand(tree.right);
    case 'between':
      return `${printOperand(tree.operand)} between(${printOperand(tree.lower)})and ${printOperand(tree.upper)}`;
    case 'in':
      return `${printOperand(tree.operand)} In\n(${tree.candidates.map(printOperand).join(' ,')})`;
    case 'call':
      return printOperand(tree);
  }
}

export function printOperand(tree: OperandTree): string {
  switch (tree.kind) {
    case 'path':
      return printPathTree(tree);
    case 'value':
      return tree.placeholder;
    case 'call':
      return `${tree.name} (${tree.operands.map(printOperand).join(', ')})`;
  }
}

export function printPathTree({ elements }: PathTree): string {
  const [first, ...rest] = elements;
  return (
    String(first) +
    rest.map((element) => (typeof element === 'number' ? `[ ${element}]` : ` .${element}`)).join('')
  );
}

function printInside(tree: ConditionTree, parenthesised: readonly string[]): string {
  const printed = printCondition(tree);
  return parenthesised.includes(tree.kind) ? `(${printed})` : printed;
}

function pathOf(elements: readonly PathElement[]): PathTree {
  const hasPlaceholders = elements.some((element) => String(element).startsWith('#'));
  return { kind: 'path', elements, hasPlaceholders };
}
