// GetFunctionConcurrency.

import type { GetFunctionConcurrencyCommandInput } from '@aws-sdk/client-lambda';
import { structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { unqualifiedFunctionOf } from '../references.ts';
import { functionName } from '../shapes.ts';

export const getFunctionConcurrency = defineLambdaOperation<
  Checked<GetFunctionConcurrencyCommandInput, 'FunctionName'>
>({
  name: 'GetFunctionConcurrency',
  http: 'GET /2019-09-30/functions/{FunctionName}/concurrency',
  status: 200,
  input: structure('GetFunctionConcurrencyRequest', { FunctionName: functionName }),
  async run({ scope, functions }, input) {
    const name = unqualifiedFunctionOf(scope, input);
    const { reservedConcurrency } = await functions.catalog.get(name);
    return { value: { ReservedConcurrentExecutions: reservedConcurrency } };
  },
});
