// Random statements as texts: what the grammar allows, in all its forms, and what it does not.

import fc from 'fast-check';

type Text = fc.Arbitrary<string>;

const space: Text = fc.constantFrom(' ', '  ', '\n', '\t', ' -- note\n', ' /* note */ ');

/** Texts with space between them. */
function spaced(...parts: readonly (Text | string)[]): Text {
  const texts = parts.map((part) => (typeof part === 'string' ? keyword(part) : part));
  const gaps = fc.array(space, { minLength: parts.length, maxLength: parts.length });
  return fc
    .tuple(gaps, ...texts)
    .map(([between, ...all]) => all.map((text, index) => text + between[index]).join(''));
}

function keyword(word: string): Text {
  return fc.constantFrom(word, word.toLowerCase());
}

function listOf(
  element: Text,
  bounds: { readonly min?: number; readonly max?: number } = {},
): Text {
  const { min = 1, max = 3 } = bounds;
  return fc.array(element, { minLength: min, maxLength: max }).map((all) => all.join(' ,'));
}

const name: Text = fc.constantFrom(
  'a',
  'b_1',
  'size',
  '"quoted name"',
  '"a""b"',
  '"select"',
  'Data',
);

const path: Text = fc
  .tuple(
    name,
    fc.array(
      fc.oneof(
        name.map((one) => `.${one}`),
        fc.nat({ max: 20 }).map((index) => `[${index}]`),
      ),
      { maxLength: 3 },
    ),
  )
  .map(([first, rest]) => first + rest.join(''));

const text: Text = fc.constantFrom("''", "'x'", "'it''s'", "'-- no note'", "'ü🐟'");
const number: Text = fc.constantFrom('0', '12', '-1.5', '.5e1', '- - 3', '+4', '1e10');
const scalar: Text = fc.oneof(text, number, fc.constantFrom('true', 'FALSE', 'null'));

const literal: Text = fc.letrec<{ literal: string }>((tie) => ({
  literal: fc.oneof(
    { maxDepth: 2 },
    scalar,
    listOf(tie('literal'), { min: 0 }).map((elements) => `[${elements}]`),
    listOf(
      tie('literal').map((value) => `'k' : ${value}`),
      { min: 0 },
    ).map((entries) => `{${entries}}`),
    fc.constantFrom("<<'a', 'b'>>", '<<1 , 2.5>>'),
  ),
})).literal;

const operand: Text = fc.oneof(
  path,
  literal,
  fc.constant('?'),
  path.map((one) => `size(${one})`),
);

const simple: Text = fc.oneof(
  spaced(operand, fc.constantFrom('=', '<>', '!=', '<', '<=', '>', '>='), operand),
  spaced(operand, 'BETWEEN', operand, 'AND', operand),
  spaced(
    path,
    'IN',
    listOf(operand).map((all) => `[${all}]`),
  ),
  spaced(
    path,
    'NOT',
    'IN',
    listOf(operand).map((all) => `(${all})`),
  ),
  spaced(
    path,
    'IS',
    fc.constantFrom('MISSING', 'null', 'NOT MISSING', 'NOT NULL', 'STRING', 'BAG'),
  ),
  path.map((one) => `attribute_exists(${one})`),
  fc.tuple(path, operand).map(([one, other]) => `begins_with( ${one}, ${other})`),
  path.map((one) => `attribute_type(${one}, 'S')`),
);

const conditionText: Text = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    simple,
    spaced(tie('condition'), 'AND', tie('condition')),
    spaced(tie('condition'), 'OR', tie('condition')),
    spaced('NOT', tie('condition')),
    tie('condition').map((inner) => `(${inner})`),
    tie('condition').map((inner) => `(${inner}) = true`),
  ),
})).condition;

const where: Text = spaced('WHERE', conditionText);
const optional = (part: Text): Text => fc.oneof(part, fc.constant(''));
const table: Text = fc.constantFrom('Music', '"my-table"', '"t.1"');

const action: Text = fc.oneof(
  spaced(
    'SET',
    path,
    '=',
    operand.filter((one) => !one.startsWith('size')),
  ),
  spaced('SET', path, '=', path, fc.constantFrom('+', '-'), fc.constantFrom('1', '?', 'b.c')),
  spaced('REMOVE', path),
  path.map((one) => `SET ${one} = set_add(${one}, <<1>>)`),
  path.map((one) => `SET ${one} = SET_DELETE(${one}, ?)`),
  path.map((one) => `SET ${one} = list_append(${one}, [1])`),
);

const returning: Text = fc.constantFrom(
  'ALL OLD *',
  'modified new *',
  'ALL NEW*',
  'MODIFIED OLD *',
);

const update: Text = fc
  .array(action, { minLength: 1, maxLength: 3 })
  .map((actions) => actions.join(' '));

const select: Text = spaced(
  'SELECT',
  fc.oneof(fc.constant('*'), listOf(path)),
  'FROM',
  fc.oneof(table, fc.constant('"t"."index"')),
  optional(where),
  optional(spaced('ORDER BY', name, fc.constantFrom('', 'ASC', 'desc'))),
);

/** Statements that can be read. */
export const statementText: Text = fc.oneof(
  select,
  select.map((inner) => `EXISTS( ${inner})`),
  spaced(
    'INSERT INTO',
    table,
    'VALUE',
    listOf(
      fc.oneof(literal, fc.constant('?')).map((value) => `'k': ${value}`),
      { min: 0 },
    ).map((entries) => `{${entries}}`),
  ),
  spaced('UPDATE', table, update, optional(where), optional(spaced('RETURNING', returning))),
  spaced('FROM', table, where, update, optional(spaced('RETURNING', returning))),
  spaced(
    'DELETE FROM',
    table,
    optional(where),
    optional(spaced('RETURNING', fc.constant('ALL OLD *'))),
  ),
);

const fragments = (
  `SELECT INSERT INTO VALUE UPDATE SET REMOVE DELETE FROM WHERE AND OR NOT IN BETWEEN IS MISSING NULL ` +
  `ORDER BY RETURNING EXISTS LIMIT ALL OLD set_add size f a b "t" 'x' ' " 1 .5 1e5 1e2147483648 - + * = <> < ( ) [ ] ` +
  `{ } << >> , . : ; ? ! # \` -- /* */ é`
).split(' ');

/** Anything: pieces of statements in any order, and other characters. */
export const anyText: Text = fc.oneof(
  fc.array(fc.constantFrom(...fragments), { maxLength: 30 }).map((all) => all.join(' ')),
  fc.array(fc.constantFrom(...fragments), { maxLength: 30 }).map((all) => all.join('')),
  fc.tuple(statementText, fc.nat(), fc.nat({ max: 10 })).map(([whole, at, cut]) => {
    const start = at % (whole.length + 1);
    return whole.slice(0, start) + whole.slice(start + cut);
  }),
  fc.string({ unit: 'binary', maxLength: 60 }),
);
