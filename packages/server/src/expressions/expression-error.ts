// The kinds of expression, and how AWS words an error in one.

import { InvalidInput } from '../model/invalid-input.ts';

export type ExpressionKind =
  | 'ConditionExpression'
  | 'FilterExpression'
  | 'KeyConditionExpression'
  | 'UpdateExpression'
  | 'ProjectionExpression';

/** The error that an expression of this kind is wrong, whatever the item. */
export function expressionError(kind: ExpressionKind, problem: string): InvalidInput {
  return new InvalidInput('expression', `Invalid ${kind}: ${problem}`);
}
