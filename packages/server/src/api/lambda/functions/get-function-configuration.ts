// GetFunctionConfiguration.

import type { GetFunctionConfigurationCommandInput } from '@aws-sdk/client-lambda';
import { versionOf } from '../../../lambda/functions/qualifiers.ts';
import { structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { referenceOf } from '../references.ts';
import { namespacedFunctionName, qualifier } from '../shapes.ts';
import { functionConfiguration } from './function-configuration.ts';

export const getFunctionConfiguration = defineLambdaOperation<
  Checked<GetFunctionConfigurationCommandInput, 'FunctionName'>
>({
  name: 'GetFunctionConfiguration',
  http: 'GET /2015-03-31/functions/{FunctionName}/configuration',
  status: 200,
  query: { Qualifier: 'Qualifier' },
  input: structure('GetFunctionConfigurationRequest', {
    FunctionName: namespacedFunctionName,
    Qualifier: qualifier,
  }),
  async run({ scope, functions }, input) {
    const reference = referenceOf(scope, input);
    const { version } = await versionOf(functions.catalog, reference);
    return { value: functionConfiguration(version, reference.qualifier) };
  },
});
