// What statements are read as; the texts of the errors are those observed on AWS.

import { describe, expect, test } from 'vitest';
import { parseStatement } from './parse-statement.ts';
import { printStatement } from './testing/print-statement.ts';

function printed(statement: string): string {
  return printStatement(parseStatement(statement));
}

describe('statements', () => {
  test.each<[string, string]>([
    ['select * from Music', 'SELECT * FROM "Music"'],
    [
      'SELECT a, m.k[0]."x y", l[-0] FROM "T"."I";',
      'SELECT "a", "m"."k"[0]."x y", "l"[0] FROM "T"."I"',
    ],
    ["SELECT a['b'] FROM T", 'SELECT "a"."b" FROM "T"'],
    [
      'SELECT/**/* FROM "T" -- the table\nWHERE pk/* key */=\'a--b /*c*/\' --',
      'SELECT * FROM "T" WHERE ("pk" = \'a--b /*c*/\')',
    ],
    [
      'SELECT * FROM T WHERE a = 1 ORDER BY a, b DESC',
      'SELECT * FROM "T" WHERE ("a" = 1) ORDER BY "a" ASC, "b" DESC',
    ],
    [
      "INSERT INTO T value {'a':?, 'b' : {'c': [1, null, true], 'd': <<2, 1>>}}",
      "INSERT INTO \"T\" VALUE {'a': ?, 'b': {'c': [1, NULL, TRUE], 'd': <<1, 2>>}}",
    ],
    [
      "UPDATE T SET a = b - -1, c=list_append(c, [1]) REMOVE d[0] SET s = SET_ADD(s, <<'x'>>) WHERE p='1'",
      `UPDATE "T" SET "a" = "b" - -1 SET "c" = list_append("c", [1]) REMOVE "d"[0] SET "s" = set_add("s", <<'x'>>) WHERE ("p" = '1')`,
    ],
    [
      "from T where p = '1' set a = 1 returning modified new *",
      `UPDATE "T" SET "a" = 1 WHERE ("p" = '1') RETURNING MODIFIED NEW *`,
    ],
    [
      'DELETE FROM T WHERE p = ? RETURNING ALL OLD *',
      'DELETE FROM "T" WHERE ("p" = ?) RETURNING ALL OLD *',
    ],
    [
      'EXISTS (SELECT * FROM T WHERE a IS MISSING)',
      'EXISTS(SELECT * FROM "T" WHERE attribute_not_exists("a"))',
    ],
  ])('%s', (statement, expected) => {
    expect(printed(statement)).toBe(expected);
  });

  test('count their parameters', () => {
    expect(parseStatement('SELECT * FROM T WHERE a = ? AND b IN [?, 1, ?]').parameters).toBe(3);
  });

  test('have literals of canonical form', () => {
    const { literals } = parseStatement(
      "INSERT INTO T VALUE {'a': 1E3, 'b': -1.50e-3, 'c': {'z': .5, 'a': -0}, 'd': 'it''s', 'e': <<'b','a'>>}",
    );
    expect([...literals.values()]).toEqual([
      { N: '1000' },
      { N: '-0.0015' },
      { M: { a: { N: '0' }, z: { N: '0.5' } } },
      { S: "it's" },
      { SS: ['a', 'b'] },
    ]);
  });
});

describe('conditions', () => {
  test.each<[string, string]>([
    ['a = 1 OR b != 2 AND NOT c < 3', '(("a" = 1) OR (("b" <> 2) AND (NOT ("c" < 3))))'],
    ['(a = 1 OR b = 2) AND c = 3', '((("a" = 1) OR ("b" = 2)) AND ("c" = 3))'],
    ['a BETWEEN - 2 AND +5 AND b IN (1, ?)', '(("a" BETWEEN -2 AND 5) AND ("b" IN [1, ?]))'],
    ['a NOT IN [1] ', '(NOT ("a" IN [1]))'],
    ['1 < size(a)', '(1 < size("a"))'],
    ['ATTRIBUTE_EXISTS (a.b[1])', 'attribute_exists("a"."b"[1])'],
    ['contains("a", \'x\')', 'contains("a", \'x\')'],
    ['a IS NOT NULL', '(NOT attribute_type("a", \'NULL\'))'],
    ['a IS BOOL', 'attribute_type("a", \'BOOL\')'],
    [
      'begins_with(a, ?) = true',
      '((begins_with("a", ?) AND (TRUE = TRUE)) OR ((NOT begins_with("a", ?)) AND (TRUE = FALSE)))',
    ],
    ['NOT (a)', '(NOT ("a" = TRUE))'],
  ])('%s', (condition, expected) => {
    expect(printed(`SELECT * FROM T WHERE ${condition}`)).toBe(
      `SELECT * FROM "T" WHERE ${expected}`,
    );
  });

  test('IN takes a hundred values', () => {
    const values = Array.from({ length: 100 }, (_, index) => index).join(',');
    expect(printed(`SELECT * FROM T WHERE a IN [${values}]`)).toContain(') OR ("a" IN [99]))');
    expect(() => parseStatement(`SELECT * FROM T WHERE a IN [${values},100]`)).toThrow(
      'The IN operator is provided with too many operands; number of operands: 101',
    );
  });
});

const malformed = "Statement wasn't well formed, can't be processed: ";
const leftover = `${malformed}Unexpected token after expression`;
const deep = (open: string, close: string) => `${open.repeat(32)}1${close.repeat(32)}`;

describe('what is no statement', () => {
  test.each<[string, string]>([
    ['', `${malformed}Expected data manipulation`],
    ['SLECT * FROM T', `${malformed}Expected data manipulation`],
    ['UPDATE Payment-dev SET a = 1', `${malformed}Expected data manipulation`],
    ['SELECT * FROM T WHERE', `${malformed}Unexpected term`],
    ['SELECT * FROM T WHERE pk = 1 foo', leftover],
    ['SELECT * FROM T WHERE pk = 1 e5', leftover],
    ['SELECT * FROM T WHERE pk = 1)', leftover],
    ['SELECT * FROM T ORDER BY pk WHERE pk = 1', leftover],
    ["INSERT INTO T VALUE {'pk': 1} foo", leftover],
    ["INSERT INTO T t VALUE {'pk': 1}", leftover],
    ['UPDATE T SET a = 9 WHERE pk = 1 foo', leftover],
    ['DELETE FROM T WHERE pk = 1 ORDER BY pk', leftover],
    ['SELECT * FROM T WHERE pk = 1e2147483648', malformed],
    ['SELECT * FROM T WHERE pk = 1.5e-2147483647', malformed],
    ['SELECT * FROM T WHERE pk = 1 # note', malformed],
    ['SELECT * FROM T WHERE pk = 1 /* note', malformed],
    ["SELECT * FROM T WHERE pk = 'open", malformed],
    ['SELECT * FROM "', malformed],
    ['SELECT a.inner FROM T', `${malformed}Invalid path dot component`],
    ['SELECT * FROM T t WHERE pk = 1', 'Aliasing is not supported'],
    ['SELECT * FROM T AS t', 'Aliasing is not supported'],
    ['UPDATE T t SET a = 3', 'Aliasing is not supported'],
    ['DELETE FROM T t', 'Aliasing is not supported'],
    ['SELECT id FROM dbimp_page LIMIT 5', 'Unsupported clause: LIMIT at 1:33:1'],
    ['SELECT\n COUNT(*) FROM T', 'Unexpected path component at 2:2:5'],
    ['SELECT * FROM ""', 'Path component cannot be an empty string'],
    ['SELECT * FROM a.b.c', 'A path may contain at most 2 components in the FROM clause'],
    ["INSERT INTO a.b VALUE {'pk': 1}", 'FROM clause may only contain a single table name'],
    ['UPDATE a.b SET c = 1', 'This operation is not supported on an index'],
    ['DELETE FROM a.b', 'This operation is not supported on an index'],
    [
      'FROM T SET a = 1',
      'Where clause does not contain a mandatory equality on all key attributes',
    ],
    [
      'DELETE FROM T RETURNING MODIFIED OLD *',
      'Invalid returning clause: RETURNING MODIFIED OLD *. Only RETURNING ALL OLD * is allowed in DELETE statements.',
    ],
    ['SELECT l[-1] FROM T', 'List index is not within the allowable range; index: [-1] at 1:11:1'],
    [
      'SELECT l[2147483648] FROM T',
      'List index is not within the allowable range; index: [2147483648] at 1:10:10',
    ],
    ['SELECT * FROM T WHERE EXISTS(ss)', 'Unrecognized function: exists at 1:23:6'],
    ['SELECT * FROM T WHERE set_add(a, 1) = a', 'Unrecognized function: set_add at 1:23:7'],
    [
      'SELECT * FROM T WHERE a = b + 1',
      'Unsupported operator in Condition Expression. Operator: +',
    ],
    [
      'SELECT * FROM T WHERE attribute_exists(n) > false',
      'Incorrect operand type for operator or function; operator or function: >, operand type: BOOL',
    ],
  ])('%s', expectRefusal);
});

describe('what no value or update can be', () => {
  const overflow =
    'Number overflow. Attempting to store a number with magnitude larger than supported range';
  test.each<[string, string]>([
    ["INSERT INTO T VALUE {'pk': 1e126}", `${overflow} under root`],
    ["INSERT INTO T VALUE {'pk': 1, 'm': {'x': 1e126}}", `${overflow} under root.x`],
    ["INSERT INTO T VALUE {'pk': 1, 'l': [1, 1e126]}", `${overflow} under root[1]`],
    [
      'SELECT * FROM T WHERE pk = 123456789012345678901234567890123456789',
      'Attempting to store more than 38 significant digits in a Number under root',
    ],
    [
      `UPDATE T SET d = ${deep("{'a':", '}')}`,
      `Nesting Levels have exceeded supported limits under root${'.a'.repeat(32)}`,
    ],
    [
      `UPDATE T SET d = ${deep('[', ']')}`,
      `Nesting Levels have exceeded supported limits under root${'[0]'.repeat(32)}`,
    ],
    ["INSERT INTO T VALUE {'s': <<>>}", 'Empty bags are not supported'],
    [
      "INSERT INTO T VALUE {'s': <<1, 'a'>>}",
      'Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags',
    ],
    [
      "INSERT INTO T VALUE {'s': <<'a', 'a'>>}",
      'One or more parameter values were invalid: Input collection [a, a] contains duplicates.',
    ],
    [
      "INSERT INTO T VALUE {'s': <<2, 2.0>>}",
      'One or more parameter values were invalid: Input collection [2, 2.0] contains duplicates! under root',
    ],
    [
      'UPDATE T SET x = [?] WHERE pk = 1',
      'Unsupported data type: Parameter under key root[0] at 1:19:1',
    ],
    [
      "INSERT INTO T VALUE {'m': {'k': ?}}",
      'Unsupported data type: Parameter under key root.k at 1:33:1',
    ],
    [
      "INSERT INTO T VALUE {'ss': set_add(<<'a'>>, <<'b'>>)}",
      'Unsupported data type: set_add under key root at 1:28:7',
    ],
    ['UPDATE T SET a = set_add(a)', 'SET_ADD must have exactly two arguments at 1:18:7'],
    [
      'UPDATE T SET a = set_delete(b, <<1>>)',
      'The first argument to SET_DELETE must equal the assignment value at 1:18:10',
    ],
    [
      'UPDATE T\nSET BandMembers = set_add(BandMembers, [1])',
      'The second argument to SET_ADD must be a value with type SET at 2:27:11',
    ],
    ['UPDATE T SET a = if_not_exists(a, 1)', 'Unrecognized function: if_not_exists at 1:18:13'],
  ])('%s', expectRefusal);
});

function expectRefusal(statement: string, message: string): void {
  expect(() => parseStatement(statement)).toThrow(
    expect.objectContaining({ name: 'InvalidInput', message }),
  );
}
