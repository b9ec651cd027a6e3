// The expressions of one request, bound to its placeholders, before any table is looked at.

import { bindCondition, type Condition } from '../../expressions/condition.ts';
import { bindAttributesToGet } from '../../expressions/legacy/attributes-to-get.ts';
import { bindExpected } from '../../expressions/legacy/expected.ts';
import { createPlaceholders, type Placeholders } from '../../expressions/placeholders.ts';
import { bindProjection, type Projection } from '../../expressions/projection.ts';
import type { ValidationLayer } from '../../model/validation-layer.ts';
import type { Conditional, Placed, Projecting } from '../database.ts';

/**
 * Binds with `bind`, then refuses placeholders that no expression used.
 *
 * @throws InvalidInput
 */
export function bindAll<T>(
  request: Placed,
  expressions: {
    readonly texts: readonly (string | undefined)[];
    /** Default: current. */
    readonly layer?: ValidationLayer;
    /** Whether placeholders may be defined where there is no expression (observed on AWS). */
    readonly inTransaction?: boolean;
  },
  bind: (placeholders: Placeholders) => T,
): T {
  const hasExpression = expressions.texts.some((text) => text !== undefined);
  const { layer = 'current', inTransaction = false } = expressions;
  const placeholders = createPlaceholders(request.names, request.values, {
    hasExpression: hasExpression || inTransaction,
    layer,
  });
  const bound = bind(placeholders);
  if (hasExpression) placeholders.assertAllUsed();
  return bound;
}

export interface BoundConditional {
  readonly condition?: Condition;
  readonly returnOldOnFailure?: boolean;
}

export function bindConditional(
  request: Conditional,
  placeholders: Placeholders,
): BoundConditional {
  const condition = bindWriteCondition(request, placeholders);
  return {
    ...(condition === undefined ? {} : { condition }),
    ...(request.returnOldOnFailure === undefined
      ? {}
      : { returnOldOnFailure: request.returnOldOnFailure }),
  };
}

function bindWriteCondition(
  { condition, expected }: Conditional,
  placeholders: Placeholders,
): Condition | undefined {
  if (condition !== undefined) return bindCondition('ConditionExpression', condition, placeholders);
  return expected === undefined ? undefined : bindExpected(expected);
}

/** Undefined when whole items are wanted. @throws InvalidInput */
export function bindProjecting(
  { projection, attributes }: Projecting,
  placeholders: Placeholders,
): Projection | undefined {
  if (projection !== undefined) return bindProjection(projection, placeholders);
  return attributes === undefined ? undefined : bindAttributesToGet(attributes);
}
