// UpdateFunctionConfiguration.

import type { UpdateFunctionConfigurationCommandInput } from '@aws-sdk/client-lambda';
import { updateSettings } from '../../../lambda/functions/function-changes.ts';
import { string, structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { functionOf } from '../references.ts';
import { configurationMembers, functionName, role } from '../shapes.ts';
import { functionConfiguration } from './function-configuration.ts';
import { settingsUpdate } from './new-settings.ts';

export const updateFunctionConfiguration = defineLambdaOperation<
  Checked<UpdateFunctionConfigurationCommandInput, 'FunctionName'>
>({
  name: 'UpdateFunctionConfiguration',
  http: 'PUT /2015-03-31/functions/{FunctionName}/configuration',
  status: 200,
  input: structure('UpdateFunctionConfigurationRequest', {
    FunctionName: functionName,
    Role: role,
    ...configurationMembers,
    RevisionId: string(),
  }),
  unsupported: ['FileSystemConfigs', 'ImageConfig', 'CapacityProviderConfig', 'DurableConfig'],
  async run({ scope, functions }, input) {
    const version = await updateSettings(functions, functionOf(scope, input), {
      update: settingsUpdate(input),
      revisionId: input.RevisionId,
    });
    return { value: functionConfiguration(version) };
  },
});
