// A statement as a request sends it, up to where its table is needed.

import type { Condition } from '../../expressions/condition.ts';
import type { ConditionNode } from '../../expressions/condition-node.ts';
import type { AttributeValue } from '../../model/attribute-value.ts';
import { decodeValue } from '../../model/decode-item.ts';
import { bindStatement, type BoundStatement } from '../../partiql/bind-statement.ts';
import { conditionAttributes } from '../../partiql/condition-attributes.ts';
import { parseStatement } from '../../partiql/parse-statement.ts';
import type { StatementText } from './statement-requests.ts';

/** @throws InvalidInput; what is wrong with the parameters comes before the statement (observed on AWS) */
export function prepareStatement(request: StatementText): BoundStatement {
  return boundStatement(request, decodeParameters(request));
}

/** @throws InvalidInput */
export function decodeParameters({ parameters = [] }: StatementText): readonly AttributeValue[] {
  // PartiQL words invalid values as the batches do (observed on AWS).
  return parameters.map((raw) => decodeValue(raw, 'older'));
}

/** @throws InvalidInput */
export function boundStatement(
  { statement }: StatementText,
  parameters: readonly AttributeValue[],
): BoundStatement {
  return bindStatement(parseStatement(statement), parameters);
}

/** A condition as the evaluation of filters and writes has it. */
export function conditionOf(root: ConditionNode): Condition {
  return { root, attributes: conditionAttributes(root), nestedAttributes: new Set() };
}
