// The function that the operations on tags name by its ARN.

import type { FunctionName } from '../../../lambda/functions/function.ts';
import { resolveReference } from '../../../lambda/functions/function-reference.ts';
import type { Scope } from '../../../model/table.ts';
import { required, string } from '../../validation/shape.ts';
import { invalidParameter, lambdaError } from '../lambda-errors.ts';

export const taggedResource = required(string({ min: 1, max: 10_000 }));

const FUNCTION_ARN = /^arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(?::[\w$-]+)?$/;

/** @throws RestError, FunctionRefused */
export function taggedFunction(scope: Scope, arn: string): FunctionName {
  if (!FUNCTION_ARN.test(arn)) {
    throw lambdaError(
      'ResourceNotFoundException',
      `Headwater keeps tags of functions alone, and this is no ARN of a function: ${arn}`,
    );
  }
  const { qualifier, ...name } = resolveReference(scope, arn);
  if (qualifier !== undefined) {
    throw invalidParameter(
      'Tags on function aliases and versions are not supported. Please specify a function ARN.',
    );
  }
  return name;
}
