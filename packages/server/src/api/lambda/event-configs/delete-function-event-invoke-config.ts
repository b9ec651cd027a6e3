// DeleteFunctionEventInvokeConfig.

import type { DeleteFunctionEventInvokeConfigCommandInput } from '@aws-sdk/client-lambda';
import { deleteEventConfig } from '../../../lambda/functions/function-properties.ts';
import { structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { referenceOf } from '../references.ts';
import { namespacedFunctionName, qualifier } from '../shapes.ts';

export const deleteFunctionEventInvokeConfig = defineLambdaOperation<
  Checked<DeleteFunctionEventInvokeConfigCommandInput, 'FunctionName'>
>({
  name: 'DeleteFunctionEventInvokeConfig',
  http: 'DELETE /2019-09-25/functions/{FunctionName}/event-invoke-config',
  status: 204,
  query: { Qualifier: 'Qualifier' },
  input: structure('DeleteFunctionEventInvokeConfigRequest', {
    FunctionName: namespacedFunctionName,
    Qualifier: qualifier,
  }),
  async run({ scope, functions }, input) {
    await deleteEventConfig(functions, referenceOf(scope, input));
    return {};
  },
});
