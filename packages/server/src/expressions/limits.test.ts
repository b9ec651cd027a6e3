import { describe, expect, test } from 'vitest';
import { bindCondition } from './condition.ts';
import { placeholdersOf, refusalOf } from './testing/expression-fixtures.ts';
import { bindKeyTerms } from './key-condition.ts';
import { bindProjection } from './projection.ts';
import { bindUpdate } from './update.ts';

const NONE = placeholdersOf();

const KINDS: [kind: string, bind: (text: string) => unknown][] = [
  ['ConditionExpression', (text) => bindCondition('ConditionExpression', text, NONE)],
  ['FilterExpression', (text) => bindCondition('FilterExpression', text, NONE)],
  ['KeyConditionExpression', (text) => bindKeyTerms(text, NONE)],
  ['UpdateExpression', (text) => bindUpdate(text, NONE)],
  ['ProjectionExpression', (text) => bindProjection(text, NONE)],
];

describe.each(KINDS)('%s', (kind, bind) => {
  test('may not be empty', () => {
    expect(refusalOf(() => bind(''))).toBe(
      `expression: Invalid ${kind}: The expression can not be empty;`,
    );
  });

  test('has at most 4096 bytes, which is checked before the syntax', () => {
    const size = kind === 'UpdateExpression' ? '' : ' expression size: 4097';
    const tooLong = `expression: Invalid ${kind}: Expression size has exceeded the maximum allowed size;${size}`;
    expect(refusalOf(() => bind('!'.repeat(4097)))).toBe(tooLong);
    expect(refusalOf(() => bind(`é${' '.repeat(4095)}`))).toBe(tooLong);
    expect(refusalOf(() => bind('!'.repeat(4096)))).toContain('Syntax error');
  });

  test('has paths of at most 32 elements', () => {
    const path = (elements: number): string => `a${'.b'.repeat(elements - 1)}`;
    const expression = { UpdateExpression: (target: string) => `REMOVE ${target}` }[kind];
    const wrap =
      expression ??
      (kind === 'ProjectionExpression'
        ? (target: string) => target
        : (target: string) => `x=${target}`);
    expect(refusalOf(() => bind(wrap(path(32))))).not.toContain('nesting levels');
    expect(refusalOf(() => bind(wrap(path(33))))).toBe(
      `expression: Invalid ${kind}: The document path has too many nesting levels; nesting levels: 33`,
    );
  });

  test('has list indexes of 31 bits', () => {
    const index = (digits: string): string =>
      kind === 'UpdateExpression'
        ? `REMOVE a[${digits}]`
        : kind === 'ProjectionExpression'
          ? `a[${digits}]`
          : `x = a[${digits}]`;
    expect(refusalOf(() => bind(index('2147483647')))).not.toContain('List index');
    for (const digits of ['2147483648', '9'.repeat(30)]) {
      expect(refusalOf(() => bind(index(digits)))).toBe(
        `expression: Invalid ${kind}: List index is not within the allowable range; index: [${digits}]`,
      );
    }
  });
});

const OPERATORS =
  'expression: Invalid ConditionExpression: The expression contains too many operators; operator count: 301';
const PARENTHESES =
  'expression: Invalid ConditionExpression: The expression has redundant parentheses;';

describe('nesting is limited without a word about it', () => {
  const bind = (text: string): string =>
    refusalOf(() => bindCondition('ConditionExpression', text, NONE));

  test('300 operators are allowed, parentheses do not count', () => {
    const nested = (depth: number): string => `a<b ${'or (a<b '.repeat(depth)}${')'.repeat(depth)}`;
    expect(bind(nested(149))).toBe('nothing is refused');
    expect(bind(`not ${nested(149)}`)).toBe('nothing is refused');
    expect(bind(nested(150))).toBe(OPERATORS);
    expect(bind(nested(454))).toBe(OPERATORS);
  });

  test.each([
    ['not '.repeat(1000) + 'a<b', OPERATORS],
    ['('.repeat(2046) + 'a<b' + ')'.repeat(2046), PARENTHESES],
    ['('.repeat(2046) + 'a' + ')'.repeat(2046) + '<b', PARENTHESES],
    ['(not '.repeat(600) + 'a<b' + ')'.repeat(600), OPERATORS],
    ['a < ' + 'f('.repeat(1355) + 'b' + ')'.repeat(1355), 'Invalid function name; function: f'],
    [
      'a < ' + 'size('.repeat(680) + 'b' + ')'.repeat(680),
      'operator or function: size, operand type: N',
    ],
    ['('.repeat(4096), 'Syntax error; token: "<EOF>", near: "("'],
    ['not '.repeat(1024), 'Syntax error; token: "<EOF>", near: "not"'],
    ['f('.repeat(2048), 'Syntax error; token: "<EOF>", near: "("'],
  ])('%.20s...', (text, problem) => {
    expect(bind(text)).toContain(problem);
  });

  test('the operators of an update are + and -', () => {
    const sums = (count: number): string =>
      `SET ${Array.from({ length: count }, (_, index) => `a${index}=b+c`).join(',')}`;
    expect(refusalOf(() => bindUpdate(sums(300), NONE))).toBe('nothing is refused');
    expect(refusalOf(() => bindUpdate(sums(301), NONE))).toContain('operator count: 301');
  });

  test.each([
    'SET a = ' + '('.repeat(4088),
    'SET a = ' + 'f('.repeat(2044),
    'SET a = ' + 'if_not_exists(a,'.repeat(255),
  ])('%.20s...', (text) => {
    expect(refusalOf(() => bindUpdate(text, NONE))).toContain('Syntax error; token: "<EOF>"');
  });

  test('IN takes 100 operands, the first one included', () => {
    const among = (count: number): string =>
      `x IN (${Array.from({ length: count }, (_, index) => `a${index}`).join(',')})`;
    expect(bind(among(99))).toBe('nothing is refused');
    expect(bind(among(100))).toContain(
      'The IN operator is provided with too many operands; number of operands: 101',
    );
  });
});
