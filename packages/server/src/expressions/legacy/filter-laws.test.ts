import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wireItem, wireValue } from '../../model/arbitrary.ts';
import type { AttributeType, AttributeValue, Item } from '../../model/attribute-value.ts';
import { typeOf } from '../../model/attribute-value.ts';
import { compareScalars } from '../../model/compare.ts';
import { decodeItem, decodeValue } from '../../model/decode-item.ts';
import { bindCondition, evaluateCondition } from '../condition.ts';
import { Placeholders } from '../placeholders.ts';
import type { ComparisonOperator } from './comparison-operator.ts';
import { type AttributeCondition, bindAttributeFilter } from './filter.ts';

interface Form {
  readonly operator: ComparisonOperator;
  /** The expression that says the same; `#` is the attribute, `:0` and `:1` the values. */
  readonly text: string;
  readonly values: number;
  readonly types?: readonly AttributeType[];
}

const SCALARS: readonly AttributeType[] = ['S', 'N', 'B'];
const FORMS: readonly Form[] = [
  { operator: 'EQ', text: '# = :0', values: 1 },
  { operator: 'NE', text: '# <> :0', values: 1 },
  { operator: 'LE', text: '# <= :0', values: 1, types: SCALARS },
  { operator: 'LT', text: '# < :0', values: 1, types: SCALARS },
  { operator: 'GE', text: '# >= :0', values: 1, types: SCALARS },
  { operator: 'GT', text: '# > :0', values: 1, types: SCALARS },
  { operator: 'NOT_NULL', text: 'attribute_exists(#)', values: 0 },
  { operator: 'NULL', text: 'attribute_not_exists(#)', values: 0 },
  { operator: 'CONTAINS', text: 'contains(#, :0)', values: 1, types: SCALARS },
  {
    operator: 'NOT_CONTAINS',
    text: '(attribute_exists(#) AND NOT contains(#, :0))',
    values: 1,
    types: SCALARS,
  },
  { operator: 'BEGINS_WITH', text: 'begins_with(#, :0)', values: 1, types: ['S', 'B'] },
  { operator: 'IN', text: '# IN (:0, :1)', values: 2, types: SCALARS },
  { operator: 'BETWEEN', text: '# BETWEEN :0 AND :1', values: 2, types: SCALARS },
];

interface Sample {
  readonly condition: AttributeCondition;
  readonly text: string;
}

function valuesFor({ values, types, operator }: Form): fc.Arbitrary<AttributeValue[]> {
  const arbitrary = wireValue().filter((value) => types?.includes(typeOf(value)) ?? true);
  if (values < 2) return fc.array(arbitrary, { minLength: values, maxLength: values });
  return fc
    .tuple(arbitrary, arbitrary)
    .filter(([first, second]) => typeOf(first) === typeOf(second))
    .map((pair) =>
      operator === 'BETWEEN'
        ? pair.toSorted((x, y) => compareScalars(decodeValue(x), decodeValue(y)) ?? 0)
        : pair,
    );
}

const sampleArbitrary: fc.Arbitrary<Sample> = fc
  .tuple(fc.constantFrom(...FORMS), fc.constantFrom('a', 'b', 'é', '10', '__proto__', 'toString'))
  .chain(([form, attribute]) =>
    valuesFor(form).map((values) => ({
      condition: { attribute, operator: form.operator, values },
      text: form.text,
    })),
  );

/** The samples as one expression, whose placeholders are numbered by sample. */
function expressionOf(samples: readonly Sample[], joint: ' AND ' | ' OR ') {
  const names = new Map<string, string>();
  const values = new Map<string, AttributeValue>();
  const texts = samples.map(({ condition, text }, index) => {
    names.set(`#n${index}`, condition.attribute);
    for (const [at, value] of condition.values.entries()) {
      values.set(`:v${index}_${at}`, decodeValue(value));
    }
    return text.replaceAll('#', `#n${index}`).replaceAll(/:(\d)/g, `:v${index}_$1`);
  });
  const placeholders = new Placeholders(names, values);
  return bindCondition('FilterExpression', texts.join(joint), placeholders);
}

test('older conditions hold when the same expression does', () => {
  fc.assert(
    fc.property(
      fc.array(sampleArbitrary, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('all' as const, 'any' as const),
      wireItem().map((item): Item => decodeItem(item)),
      (samples, match, item) => {
        const conditions = samples.map(({ condition }) => condition);
        const older = bindAttributeFilter({ conditions, match }, 'current');
        const expression = expressionOf(samples, match === 'all' ? ' AND ' : ' OR ');
        expect(older && evaluateCondition(older, item)).toBe(evaluateCondition(expression, item));
        expect(older?.attributes).toEqual(expression.attributes);
      },
    ),
    { numRuns: 1000 },
  );
});

test('no condition lets everything pass', () => {
  expect(bindAttributeFilter({ conditions: [], match: 'all' }, 'current')).toBeUndefined();
});
