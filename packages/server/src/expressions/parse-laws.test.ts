import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  arithmeticArbitrary,
  conditionArbitrary,
  operandArbitrary,
  pathArbitrary,
  printCondition,
  printOperand,
  printPathTree,
} from './testing/expression-arbitraries.ts';
import type { Findings } from './parse-term.ts';
import { CONDITION_KEYWORDS, parseConditionTerm, parseSetValue } from './parse-term.ts';
import { parsePath } from './parse-path.ts';
import { TokenReader } from './token-reader.ts';

const noFindings = (): Findings => ({ operators: 0, redundantParentheses: false });

test('a printed condition is parsed to the same tree', () => {
  fc.assert(
    fc.property(conditionArbitrary, (tree) => {
      const text = printCondition(tree);
      fc.pre(text.length <= 4096);
      const reader = new TokenReader('ConditionExpression', text, CONDITION_KEYWORDS);
      const findings = noFindings();
      expect(parseConditionTerm(reader, findings)).toEqual(tree);
      reader.expectEnd();
      expect(findings.redundantParentheses).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test('one pair of parentheses around a condition or an operand changes nothing but what is found', () => {
  fc.assert(
    fc.property(conditionArbitrary, operandArbitrary, (tree, operand) => {
      const around = `(${printCondition(tree)}) and (${printOperand(operand)}) = x`;
      const twice = `(${around}) or ((${printCondition(tree)}))`;
      fc.pre(twice.length <= 4096);
      const comparison = {
        kind: 'comparison' as const,
        operator: '=' as const,
        left: operand,
        right: { kind: 'path' as const, elements: ['x'], hasPlaceholders: false },
      };
      const inner = { kind: 'and', conditions: [tree, comparison] };
      for (const [text, expected, redundant] of [
        [around, inner, false],
        [twice, { kind: 'or', conditions: [inner, tree] }, true],
      ] as const) {
        const reader = new TokenReader('FilterExpression', text, CONDITION_KEYWORDS);
        const findings = noFindings();
        expect(parseConditionTerm(reader, findings)).toEqual(expected);
        expect(findings.redundantParentheses).toBe(redundant);
      }
    }),
  );
});

test('a printed right side of SET is parsed to the same tree', () => {
  fc.assert(
    fc.property(fc.oneof(operandArbitrary, arithmeticArbitrary), fc.boolean(), (tree, inside) => {
      const printed =
        tree.kind === 'arithmetic'
          ? `${printOperand(tree.left)} ${tree.operator} ${printOperand(tree.right)}`
          : printOperand(tree);
      const text = inside ? `(${printed})` : printed;
      const reader = new TokenReader('UpdateExpression', text, new Set());
      expect(parseSetValue(reader, noFindings())).toEqual(tree);
      reader.expectEnd();
    }),
  );
});

test('a printed path is parsed to the same path', () => {
  fc.assert(
    fc.property(pathArbitrary, (tree) => {
      const reader = new TokenReader('ProjectionExpression', printPathTree(tree), new Set());
      expect(parsePath(reader)).toEqual(tree);
      reader.expectEnd();
    }),
  );
});
