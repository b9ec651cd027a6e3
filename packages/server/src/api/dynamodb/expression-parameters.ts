// Which parameters may stand together: expressions and their older counterparts exclude each other
// (observed on AWS).

import { InvalidInput } from '../../model/invalid-input.ts';

/** Names of an operation's parameters, in the order in which AWS lists them. */
export interface ExpressionParameters {
  readonly expressions: readonly string[];
  readonly olderParameters: readonly string[];
}

export function checkExpressionParameters(input: object, parameters: ExpressionParameters): void {
  const expressions = present(input, parameters.expressions);
  const older = present(input, parameters.olderParameters);
  if (expressions !== undefined && older !== undefined) {
    throw new InvalidInput(
      'expression',
      'Can not use both expression and non-expression parameters in the same request: ' +
        `Non-expression parameters: {${older}} Expression parameters: {${expressions}}`,
    );
  }
}

/** ConditionalOperator joins the conditions of a filter or of Expected, and so needs two of them. */
export function checkConditionalOperator(
  operator: string | undefined,
  conditions: object | undefined,
): void {
  if (operator === undefined) return;
  const count = Object.keys(conditions ?? {}).length;
  if (count > 1) return;
  throw new InvalidInput(
    'rule',
    count === 0
      ? 'ConditionalOperator cannot be used without Filter or Expected'
      : 'ConditionalOperator can only be used when Filter or Expected has two or more elements',
  );
}

/** The present ones as AWS prints them, `A, B`; undefined when none is. */
function present(input: object, names: readonly string[]): string | undefined {
  let text: string | undefined;
  for (const name of names) {
    if ((input as Record<string, unknown>)[name] === undefined) continue;
    text = text === undefined ? name : `${text}, ${name}`;
  }
  return text;
}
