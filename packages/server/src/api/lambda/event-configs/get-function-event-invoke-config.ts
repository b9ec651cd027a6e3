// GetFunctionEventInvokeConfig.

import type { GetFunctionEventInvokeConfigCommandInput } from '@aws-sdk/client-lambda';
import { eventConfigOf } from '../../../lambda/functions/function-properties.ts';
import { structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { referenceOf } from '../references.ts';
import { namespacedFunctionName, qualifier } from '../shapes.ts';
import { shownEventConfig } from './event-config-members.ts';

export const getFunctionEventInvokeConfig = defineLambdaOperation<
  Checked<GetFunctionEventInvokeConfigCommandInput, 'FunctionName'>
>({
  name: 'GetFunctionEventInvokeConfig',
  http: 'GET /2019-09-25/functions/{FunctionName}/event-invoke-config',
  status: 200,
  query: { Qualifier: 'Qualifier' },
  input: structure('GetFunctionEventInvokeConfigRequest', {
    FunctionName: namespacedFunctionName,
    Qualifier: qualifier,
  }),
  async run({ scope, functions }, input) {
    const reference = referenceOf(scope, input);
    return { value: shownEventConfig(reference, await eventConfigOf(functions, reference)) };
  },
});
