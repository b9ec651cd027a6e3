// DeleteFunctionConcurrency.

import type { DeleteFunctionConcurrencyCommandInput } from '@aws-sdk/client-lambda';
import { reserveConcurrency } from '../../../lambda/functions/function-properties.ts';
import { structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { unqualifiedFunctionOf } from '../references.ts';
import { functionName } from '../shapes.ts';

export const deleteFunctionConcurrency = defineLambdaOperation<
  Checked<DeleteFunctionConcurrencyCommandInput, 'FunctionName'>
>({
  name: 'DeleteFunctionConcurrency',
  http: 'DELETE /2017-10-31/functions/{FunctionName}/concurrency',
  status: 204,
  input: structure('DeleteFunctionConcurrencyRequest', { FunctionName: functionName }),
  async run({ scope, functions }, input) {
    await reserveConcurrency(functions, unqualifiedFunctionOf(scope, input), undefined);
    return {};
  },
});
