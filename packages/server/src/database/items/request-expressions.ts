// The expressions of one request, bound to its placeholders, before any table is looked at.

import { bindCondition, type Condition } from '../../expressions/condition.ts';
import { createPlaceholders, type Placeholders } from '../../expressions/placeholders.ts';
import type { ValidationLayer } from '../../model/validation-layer.ts';
import type { Conditional, Placed } from '../database.ts';

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
  },
  bind: (placeholders: Placeholders) => T,
): T {
  const hasExpression = expressions.texts.some((text) => text !== undefined);
  const { layer = 'current' } = expressions;
  const placeholders = createPlaceholders(request.names, request.values, { hasExpression, layer });
  const bound = bind(placeholders);
  placeholders.assertAllUsed();
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
  return {
    ...(request.condition === undefined
      ? {}
      : { condition: bindCondition('ConditionExpression', request.condition, placeholders) }),
    ...(request.returnOldOnFailure === undefined
      ? {}
      : { returnOldOnFailure: request.returnOldOnFailure }),
  };
}
