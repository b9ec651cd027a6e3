// DeleteFunction.

import type { DeleteFunctionCommandInput } from '@aws-sdk/client-lambda';
import { deleteFunction as remove } from '../../../lambda/functions/function-changes.ts';
import { structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { referenceOf } from '../references.ts';
import { namespacedFunctionName, qualifier } from '../shapes.ts';

export const deleteFunction = defineLambdaOperation<
  Checked<DeleteFunctionCommandInput, 'FunctionName'>
>({
  name: 'DeleteFunction',
  http: 'DELETE /2015-03-31/functions/{FunctionName}',
  status: 204,
  query: { Qualifier: 'Qualifier' },
  input: structure('DeleteFunctionRequest', {
    FunctionName: namespacedFunctionName,
    Qualifier: qualifier,
  }),
  async run({ scope, functions }, input) {
    const reference = referenceOf(scope, input);
    await remove(functions, reference, reference.qualifier);
    return {};
  },
});
