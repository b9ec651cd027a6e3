// Scan, also in parallel segments.

import type { ScanCommandInput } from '@aws-sdk/client-dynamodb';
import type { ScanRequest } from '../../database/database.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import { defineOperation, type Checked } from '../operation.ts';
import { boolean, integer, string, structure } from '../validation/shape.ts';
import { tableNameOf } from '../validation/table-name.ts';
import {
  checkConditionalOperator,
  checkExpressionParameters,
  type ExpressionParameters,
} from './expression-parameters.ts';
import type { Building } from './item-request.ts';
import { addPageMembers, checkSelect, pageAnswer } from './page-request.ts';
import {
  attributes,
  attributesToGet,
  conditionalOperator,
  conditions,
  indexName,
  names,
  returnConsumedCapacity,
  scanTableName,
  select,
} from './shapes.ts';

const parameters: ExpressionParameters = {
  expressions: ['ProjectionExpression', 'FilterExpression'],
  olderParameters: ['AttributesToGet', 'ScanFilter', 'ConditionalOperator'],
};

export const scan = defineOperation<Checked<ScanCommandInput, 'TableName'>>({
  name: 'Scan',
  style: { plane: 'items', prefixed: false },
  input: structure('ScanInput', {
    Limit: integer({ min: 1 }),
    ReturnConsumedCapacity: returnConsumedCapacity,
    AttributesToGet: attributesToGet,
    Segment: integer({ min: 0, max: 999_999 }),
    Select: select,
    ScanFilter: conditions,
    ConditionalOperator: conditionalOperator,
    TotalSegments: integer({ min: 1, max: 1_000_000 }),
    TableName: scanTableName,
    ExclusiveStartKey: attributes,
    ConsistentRead: boolean(),
    IndexName: indexName,
    FilterExpression: string(),
    ProjectionExpression: string(),
    ExpressionAttributeValues: attributes,
    ExpressionAttributeNames: names,
  }),
  check(input) {
    checkExpressionParameters(input, parameters);
    checkConditionalOperator(input.ConditionalOperator, input.ScanFilter);
    checkSelect(input, { prefixed: false });
    checkSegments(input);
  },
  async run({ scope, database }, input) {
    const request: Building<ScanRequest> = {
      table: tableNameOf(scope, input.TableName),
      consistent: input.ConsistentRead === true,
    };
    if (input.Segment !== undefined && input.TotalSegments !== undefined) {
      request.segment = { index: input.Segment, total: input.TotalSegments };
    }
    addPageMembers(request, input);
    return pageAnswer(await database.scan(scope, request), input);
  },
});

function checkSegments({ Segment: segment, TotalSegments: total }: ScanCommandInput): void {
  if (segment !== undefined && total === undefined) {
    throw new InvalidInput(
      'rule',
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    );
  }
  if (segment === undefined && total !== undefined) {
    throw new InvalidInput(
      'rule',
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    );
  }
  if (segment !== undefined && total !== undefined && segment >= total) {
    throw new InvalidInput(
      'rule',
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${total}`,
    );
  }
}
