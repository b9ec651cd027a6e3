// UpdateFunctionEventInvokeConfig.

import type { UpdateFunctionEventInvokeConfigCommandInput } from '@aws-sdk/client-lambda';
import { putEventConfig } from '../../../lambda/functions/function-properties.ts';
import { structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { referenceOf } from '../references.ts';
import { eventConfigMembers, eventConfigOf, shownEventConfig } from './event-config-members.ts';

export const updateFunctionEventInvokeConfig = defineLambdaOperation<
  Checked<UpdateFunctionEventInvokeConfigCommandInput, 'FunctionName'>
>({
  name: 'UpdateFunctionEventInvokeConfig',
  http: 'POST /2019-09-25/functions/{FunctionName}/event-invoke-config',
  status: 200,
  query: { Qualifier: 'Qualifier' },
  input: structure('UpdateFunctionEventInvokeConfigRequest', eventConfigMembers),
  async run({ scope, functions }, input) {
    const reference = referenceOf(scope, input);
    const config = await putEventConfig(functions, reference, {
      config: eventConfigOf(input),
      merge: true,
    });
    return { value: shownEventConfig(reference, config) };
  },
});
