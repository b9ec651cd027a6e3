import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AttributeValue, Item } from '../model/attribute-value.ts';
import { bindCondition, evaluateCondition } from './condition.ts';
import { placeholdersOf, refusalOf } from './testing/expression-fixtures.ts';
import { bindKeyCondition } from './key-condition.ts';
import { bindProjection, projectItem } from './projection.ts';
import { applyUpdate, bindUpdate, updatedPaths } from './update.ts';

const VALUES: readonly AttributeValue[] = [
  { S: 'N' },
  { N: '1' },
  { B: 'YQ==' },
  { SS: ['N', 'x'] },
  { NS: ['1'] },
  { BS: ['YQ=='] },
  { M: { a: { N: '1' }, b: { L: [{ S: 'N' }] } } },
  { L: [{ N: '1' }, { M: { a: { S: 'x' } } }] },
  { NULL: true },
  { BOOL: true },
];

const TOKENS = [
  ...'a b #a #b :0 :1 :2 :3 :4 :5 :6 :7 :8 :9 ( ) [ ] 0 1 . , = <> < <= > >= + -'.split(' '),
  ...'AND OR NOT BETWEEN IN SET REMOVE ADD DELETE'.split(' '),
  ...'size( contains( begins_with( attribute_type( attribute_exists( if_not_exists( list_append( f('.split(
    ' ',
  ),
  'a = :1',
  'a < b',
  'begins_with(a, :0)',
  'SET a = b',
  'a.b[0]',
  '#a[1].a',
  '😀',
  '\ud800',
  '_',
];

const textArbitrary = fc.oneof(
  fc.array(fc.constantFrom(...TOKENS), { maxLength: 30 }).map((tokens) => tokens.join(' ')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...'()a:#.,[]=<>+- 0NOTSET'.split('')), maxLength: 200 }),
  // Deep or long repetitions of a few tokens, up to and over the limit of 4 KB.
  fc
    .tuple(
      fc.array(fc.constantFrom(...TOKENS), { minLength: 1, maxLength: 3 }),
      fc.nat({ max: 2000 }),
    )
    .map(([tokens, times]) => tokens.join(' ').repeat(times)),
);

const itemArbitrary: fc.Arbitrary<Item> = fc.dictionary(
  fc.constantFrom('a', 'b'),
  fc.constantFrom(...VALUES),
  { noNullPrototype: true },
);

function placeholders() {
  const values = Object.fromEntries(VALUES.map((value, index) => [`:${index}`, value]));
  return placeholdersOf({ '#a': 'a', '#b': 'b', ...values });
}

test.each([
  [
    'a condition',
    (text: string, item: Item) => {
      const condition = bindCondition('ConditionExpression', text, placeholders());
      expect(evaluateCondition(condition, item)).toBeTypeOf('boolean');
    },
  ],
  [
    'a key condition',
    (text: string) =>
      bindKeyCondition(text, placeholders(), {
        partition: { name: 'a', type: 'S' },
        sort: { name: 'b', type: 'N' },
      }),
  ],
  [
    'a projection',
    (text: string, item: Item) => {
      projectItem(bindProjection(text, placeholders()), item);
    },
  ],
  [
    'an update',
    (text: string, item: Item) => {
      const update = bindUpdate(text, placeholders());
      updatedPaths(update, applyUpdate(update, item, Object.keys(item).length > 0));
    },
  ],
])('%s of any text is done or refused', (_, run) => {
  fc.assert(
    fc.property(textArbitrary, itemArbitrary, (text, item) => {
      // `refusalOf` lets everything through that is not a refusal.
      expect(refusalOf(() => run(text, item))).toBeTypeOf('string');
    }),
    { numRuns: 2000 },
  );
});
