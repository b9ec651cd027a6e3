// What the operations on tags name by its ARN: a function, or an event source mapping.

import { tagFunction } from '../../../lambda/functions/function-properties.ts';
import { resolveReference } from '../../../lambda/functions/function-reference.ts';
import { mappingOfArn } from '../../../lambda/mappings/mapping-arn.ts';
import { required, string } from '../../validation/shape.ts';
import { invalidParameter, lambdaError } from '../lambda-errors.ts';
import type { LambdaContext } from '../lambda-operation.ts';

export const taggedResource = required(string({ min: 1, max: 10_000 }));

export interface TaggedResource {
  tags(): Promise<Readonly<Record<string, string>>>;
  tag(change: {
    readonly add: Readonly<Record<string, string>>;
    readonly remove: readonly string[];
  }): Promise<void>;
}

const FUNCTION_ARN = /^arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(?::[\w$-]+)?$/;

/** Not yet looked up. @throws RestError, FunctionRefused */
export function resourceOf(
  { scope, functions, mappings }: LambdaContext,
  arn: string,
): TaggedResource {
  const mapping = mappingOfArn(scope, arn);
  if (mapping !== undefined) {
    return {
      tags: async () => (await mappings.get(mapping)).mapping.tags,
      tag: (change) => mappings.tag(mapping, change),
    };
  }
  if (!FUNCTION_ARN.test(arn)) {
    throw lambdaError(
      'ResourceNotFoundException',
      `Headwater keeps tags of functions and event source mappings, and here this is the ARN of neither: ${arn}`,
    );
  }
  const { qualifier, ...name } = resolveReference(scope, arn);
  if (qualifier !== undefined) {
    throw invalidParameter(
      'Tags on function aliases and versions are not supported. Please specify a function ARN.',
    );
  }
  return {
    tags: async () => (await functions.catalog.get(name)).tags,
    tag: (change) => tagFunction(functions, name, change),
  };
}
