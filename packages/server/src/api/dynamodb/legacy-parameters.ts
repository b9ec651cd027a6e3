// The older forms of expressions, from AWS's members to the database's. Maps become lists, because an
// attribute may have any name.

import type {
  AttributeValueUpdate,
  Condition,
  ExpectedAttributeValue,
} from '@aws-sdk/client-dynamodb';
import type { AttributeUpdate } from '../../expressions/legacy/attribute-updates.ts';
import type { Expected, ExpectedAttribute } from '../../expressions/legacy/expected.ts';
import type { AttributeCondition, AttributeFilter } from '../../expressions/legacy/filter.ts';

/** Maps whose types and enums were checked. */
type ByAttribute<T> = Readonly<Record<string, T>>;

export function expectedOf(
  expected: ByAttribute<ExpectedAttributeValue>,
  conditionalOperator: string | undefined,
): Expected {
  return {
    attributes: Object.entries(expected).map(([attribute, asked]) =>
      expectedAttribute(attribute, asked),
    ),
    match: matchOf(conditionalOperator),
  };
}

function expectedAttribute(
  attribute: string,
  { ComparisonOperator, AttributeValueList, Value, Exists }: ExpectedAttributeValue,
): ExpectedAttribute {
  return {
    attribute,
    ...(ComparisonOperator === undefined ? {} : { operator: ComparisonOperator }),
    ...(AttributeValueList === undefined ? {} : { values: AttributeValueList }),
    ...(Value === undefined ? {} : { value: Value }),
    ...(Exists === undefined ? {} : { exists: Exists }),
  };
}

export function attributeFilterOf(
  filter: ByAttribute<Condition>,
  conditionalOperator: string | undefined,
): AttributeFilter {
  return { conditions: attributeConditionsOf(filter), match: matchOf(conditionalOperator) };
}

export function attributeConditionsOf(conditions: ByAttribute<Condition>): AttributeCondition[] {
  return Object.entries(conditions).map(
    ([attribute, { ComparisonOperator, AttributeValueList }]) => ({
      attribute,
      operator: ComparisonOperator as AttributeCondition['operator'],
      values: AttributeValueList ?? [],
    }),
  );
}

export function attributeUpdatesOf(updates: ByAttribute<AttributeValueUpdate>): AttributeUpdate[] {
  return Object.entries(updates).map(([attribute, update]) => attributeUpdate(attribute, update));
}

function attributeUpdate(
  attribute: string,
  { Action, Value }: AttributeValueUpdate,
): AttributeUpdate {
  return {
    attribute,
    ...(Action === undefined ? {} : { action: Action }),
    ...(Value === undefined ? {} : { value: Value }),
  };
}

function matchOf(conditionalOperator: string | undefined): AttributeFilter['match'] {
  return conditionalOperator === 'OR' ? 'any' : 'all';
}
