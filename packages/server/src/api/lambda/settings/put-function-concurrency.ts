// PutFunctionConcurrency.

import type { PutFunctionConcurrencyCommandInput } from '@aws-sdk/client-lambda';
import { reserveConcurrency } from '../../../lambda/functions/function-properties.ts';
import { FunctionRefused } from '../../../lambda/functions/function-refusal.ts';
import { integer, required, structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { unqualifiedFunctionOf } from '../references.ts';
import { functionName } from '../shapes.ts';
import { accountUsage, ACCOUNT_CONCURRENCY } from './account-usage.ts';

/** What has to be left for functions without a reservation (Lambda developer guide). */
const MIN_UNRESERVED = 100;

export const putFunctionConcurrency = defineLambdaOperation<
  Checked<PutFunctionConcurrencyCommandInput, 'FunctionName' | 'ReservedConcurrentExecutions'>
>({
  name: 'PutFunctionConcurrency',
  http: 'PUT /2017-10-31/functions/{FunctionName}/concurrency',
  status: 200,
  input: structure('PutFunctionConcurrencyRequest', {
    FunctionName: functionName,
    ReservedConcurrentExecutions: required(integer({ min: 0 })),
  }),
  async run({ scope, functions }, input) {
    const name = unqualifiedFunctionOf(scope, input);
    const limit = input.ReservedConcurrentExecutions;
    const known = await functions.catalog.find(name);
    if (known !== undefined) {
      const { reserved } = await accountUsage(functions.catalog, scope);
      const others = reserved - (known.reservedConcurrency ?? 0);
      if (ACCOUNT_CONCURRENCY - others - limit < MIN_UNRESERVED) {
        throw new FunctionRefused({ kind: 'concurrency-exhausted', minimum: MIN_UNRESERVED });
      }
    }
    await reserveConcurrency(functions, name, limit);
    return { value: { ReservedConcurrentExecutions: limit } };
  },
});
