// Shapes that several operations of DynamoDB share (AWS's service model; enum orders and limits as
// observed on AWS).

import {
  attributeValue,
  boolean,
  enumeration,
  list,
  long,
  map,
  required,
  requiredFirst,
  string,
  structure,
  type Shape,
} from '../validation/shape.ts';
import { namePattern } from '../validation/table-name.ts';

/** Of operations on items: any length from 1, since mid 2026 reported alone. */
export const itemTableName = required({
  kind: 'table-name',
  min: 1,
  max: 255,
  terse: 'min',
} as const);

/** Of Scan and the batch operations, which have not changed their wording. */
export const scanTableName = required({ kind: 'table-name', min: 1, max: 255 } as const);

/** Of operations on tables. */
export const tableName = requiredFirst({ kind: 'table-name', min: 3, max: 255 } as const);

/** A table's name where an ARN is not taken. */
export const plainTableName = string({ min: 3, max: 255, pattern: namePattern });

export const indexName = string({ min: 3, max: 255, pattern: namePattern });

export const attributes = map(attributeValue());
export const names = map(string());

export const returnConsumedCapacity = enumeration(['INDEXES', 'TOTAL', 'NONE']);
export const returnItemCollectionMetrics = enumeration(['SIZE', 'NONE']);
export const returnValuesOnConditionCheckFailure = enumeration(['ALL_OLD', 'NONE']);

const RETURN_VALUES = ['ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW'];

export const returnValues = enumeration(RETURN_VALUES);

/** UPDATE_NEW is AWS's own slip. */
export const updateReturnValues = enumeration(
  RETURN_VALUES,
  'ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE',
);

export const conditionalOperator = enumeration(['OR', 'AND']);

export const select = enumeration([
  'SPECIFIC_ATTRIBUTES',
  'COUNT',
  'ALL_ATTRIBUTES',
  'ALL_PROJECTED_ATTRIBUTES',
]);

export const attributesToGet = list(string(), { min: 1, max: 255 });

const comparisonOperator = enumeration([
  'IN',
  'NULL',
  'BETWEEN',
  'LT',
  'NOT_CONTAINS',
  'EQ',
  'GT',
  'NOT_NULL',
  'NE',
  'LE',
  'BEGINS_WITH',
  'GE',
  'CONTAINS',
]);

export const expected = map(
  structure('ExpectedAttributeValue', {
    AttributeValueList: list(attributeValue()),
    ComparisonOperator: comparisonOperator,
    Exists: boolean(),
    Value: attributeValue(),
  }),
);

export const conditions = map(
  structure('Condition', {
    AttributeValueList: list(attributeValue()),
    ComparisonOperator: required(comparisonOperator),
  }),
);

export const billingMode = enumeration(['PROVISIONED', 'PAY_PER_REQUEST']);
export const tableClass = enumeration(['STANDARD', 'STANDARD_INFREQUENT_ACCESS']);

export const provisionedThroughput = structure('ProvisionedThroughput', {
  WriteCapacityUnits: required(long({ min: 1 })),
  ReadCapacityUnits: required(long({ min: 1 })),
});

export const attributeDefinitions = list(
  structure('AttributeDefinition', {
    AttributeName: required(string({ min: 1, max: 255 })),
    AttributeType: required(enumeration(['B', 'N', 'S'])),
  }),
);

export const keySchemaElement = structure('KeySchemaElement', {
  AttributeName: required(string({ min: 1, max: 255 })),
  KeyType: required(enumeration(['HASH', 'RANGE'])),
});

/** Of a table; an index may have more. */
export const keySchema = list(keySchemaElement, { min: 1, max: 2 });

/** The rules for keys and values have their own texts. */
export const tagList = list(structure('Tag', { Key: string(), Value: string() }));

export const streamSpecification = structure('StreamSpecification', {
  StreamEnabled: required(boolean()),
  StreamViewType: enumeration(['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY']),
});

export const sseSpecification = structure('SSESpecification', {
  Enabled: boolean(),
  SSEType: enumeration(['AES256', 'KMS']),
  KMSMasterKeyId: string({ min: 1 }),
});

export const onDemandThroughput = structure('OnDemandThroughput', {
  MaxReadRequestUnits: long(),
  MaxWriteRequestUnits: long(),
});

export const warmThroughput = structure('WarmThroughput', {
  ReadUnitsPerSecond: long(),
  WriteUnitsPerSecond: long(),
});

/** Structures whose inside is not looked at, because the member as a whole is refused. */
export function refusedList(type: string): Shape {
  return list(structure(type, {}));
}
