// GetAlias.

import type { GetAliasCommandInput } from '@aws-sdk/client-lambda';
import { getAlias as get } from '../../../lambda/functions/aliases.ts';
import { required, structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { functionOf } from '../references.ts';
import { aliasName, functionName } from '../shapes.ts';
import { aliasConfiguration } from './alias-configuration.ts';

export const getAlias = defineLambdaOperation<
  Checked<GetAliasCommandInput, 'FunctionName' | 'Name'>
>({
  name: 'GetAlias',
  http: 'GET /2015-03-31/functions/{FunctionName}/aliases/{Name}',
  status: 200,
  input: structure('GetAliasRequest', { FunctionName: functionName, Name: required(aliasName) }),
  async run({ scope, functions }, input) {
    const name = functionOf(scope, input);
    return { value: aliasConfiguration(name, await get(functions, name, input.Name)) };
  },
});
