import { describe, expect, test } from 'vitest';
import { bindCondition } from './condition.ts';
import { placeholdersOf, refusalOf } from './testing/expression-fixtures.ts';
import { bindProjection } from './projection.ts';
import { bindUpdate } from './update.ts';

const DEFINED = placeholdersOf({ ':v': { N: '1' }, '#n': 'n' });

function syntax(kind: string, token: string, near: string): string {
  return `expression: Invalid ${kind}: Syntax error; token: "${token}", near: "${near}"`;
}

describe('conditions', () => {
  const cases: [text: string, token: string, near: string][] = [
    ['foo', '<EOF>', 'foo'],
    [':v', '<EOF>', ':v'],
    [' ', '<EOF>', ''],
    ['a = ', '<EOF>', '='],
    ['(((', '<EOF>', '('],
    ['a', '<EOF>', 'a'],
    ['(a)', '<EOF>', ')'],
    ['(a = :v', '<EOF>', ':v'],
    ['a = :v)', ')', ':v)'],
    ['a == :v', '=', '== :v'],
    ['a != :v', '!', 'a !='],
    ['a = 4', '4', '= 4'],
    ['a IN ()', ')', '()'],
    ['a IN :v', ':v', 'IN :v'],
    ['a IN (:v', '<EOF>', ':v'],
    ['a BETWEEN :v', '<EOF>', ':v'],
    ['a BETWEEN :v OR :v', 'OR', ':v OR :v'],
    ['a AND b = :v', 'AND', 'a AND b'],
    ['NOT a', '<EOF>', 'a'],
    ['NOT', '<EOF>', 'NOT'],
    ['a = NOT b = c', 'NOT', '= NOT b'],
    ['a = b = c', '=', 'b = c'],
    ['(a = b) = c', '=', ') = c'],
    ['a = (b = c)', '=', 'b = c'],
    ['a = b AND', '<EOF>', 'AND'],
    ['a = b c = d', 'c', 'b c ='],
    ['attribute_exists()', ')', '()'],
    ['attribute_exists(a', '<EOF>', 'a'],
    ['attribute_exists(a,)', ')', ',)'],
    ['contains(a, b = c)', '=', 'b = c'],
    ['(size(a))[0] > a', '[', ')[0'],
    ['(a).b = c', '.', ').b'],
    ['a.and = b', 'and', '.and ='],
    ['a[:v] = b', ':v', '[:v]'],
    ['a[-1] = b', '-', '[-1'],
    ['a[1 = b', '=', '1 = b'],
    ['_a = b', '_', '_a'],
    ['a = :', ':', '= :'],
    ['a = b + c', '+', 'b + c'],
    ['dummy-id = :v', '-', 'dummy-id'],
    ['things are not gonna be ok', 'are', 'things are not'],
  ];
  test.each(cases)('%s', (text, token, near) => {
    expect(refusalOf(() => bindCondition('ConditionExpression', text, DEFINED))).toBe(
      syntax('ConditionExpression', token, near),
    );
  });
});

describe('updates', () => {
  const cases: [text: string, token: string, near: string][] = [
    ['INVALID SYNTAX HERE', 'INVALID', 'INVALID SYNTAX'],
    ['ADD hits : incr', ':', 'hits : incr'],
    ['SET _123 = :v', '_', 'SET _123'],
    ['SET a', '<EOF>', 'a'],
    ['SET', '<EOF>', 'SET'],
    ['SET a b', 'b', 'a b'],
    ['SET a = set', 'set', '= set'],
    ['SET :v = a', ':v', 'SET :v ='],
    ['SET a = b / c', '/', 'b / c'],
    ['SET a = b + c + d', '+', 'c + d'],
    ['SET a = (b + c) + d', '+', ') + d'],
    ['SET a = b + (c + d)', '+', 'c + d'],
    ['SET a = if_not_exists(c, :v + :v)', '+', ':v + :v'],
    ['SET a = _f(b)', '_', '= _f'],
    ['SET a = (b.c).d', '.', ').d'],
    ['SET (a = b)', '(', 'SET (a'],
    ['SET a = b, ', '<EOF>', ','],
    ['SET a = b, REMOVE c', 'REMOVE', ', REMOVE c'],
    ['SET a[:v] = b', ':v', '[:v]'],
    ['SET a[#n] = b', '#n', '[#n]'],
    ['SET a = :v SET', '<EOF>', 'SET'],
    ['SET a = b = c', '=', 'b = c'],
    ['SET a = NOT b', 'b', 'NOT b'],
    ['REMOVE a = b', '=', 'a = b'],
    ['REMOVE a b', 'b', 'a b'],
    ['REMOVE :v', ':v', 'REMOVE :v'],
    ['REMOVE #, #n', '#', 'REMOVE #,'],
    ['ADD a', '<EOF>', 'a'],
    ['ADD a b', 'b', 'a b'],
    ['ADD a if_not_exists(b)', 'if_not_exists', 'a if_not_exists('],
    ['DELETE a = :v', '=', 'a = :v'],
    ['DELETE :v a', ':v', 'DELETE :v a'],
  ];
  test.each(cases)('%s', (text, token, near) => {
    expect(refusalOf(() => bindUpdate(text, DEFINED))).toBe(
      syntax('UpdateExpression', token, near),
    );
  });
});

describe('projections', () => {
  const cases: [text: string, token: string, near: string][] = [
    ['!!!', '!', '!!'],
    ['a-type', '-', 'a-type'],
    ['#AMZN_MAPPED_2021-03-03', '-', '#AMZN_MAPPED_2021-0'],
    ['a,', '<EOF>', ','],
    [',a', ',', ',a'],
    ['a,,b', ',', ',,b'],
    ['a b', 'b', 'a b'],
    ['a.', '<EOF>', '.'],
    ['a[', '<EOF>', '['],
    ['a[0', '<EOF>', '0'],
    ['a[00]', '0', '00]'],
    ['a.0', '0', '.0'],
    ['[object Object]', '[', '[object'],
    ['(a)', '(', '(a'],
  ];
  test.each(cases)('%s', (text, token, near) => {
    expect(refusalOf(() => bindProjection(text, DEFINED))).toBe(
      syntax('ProjectionExpression', token, near),
    );
  });
});
