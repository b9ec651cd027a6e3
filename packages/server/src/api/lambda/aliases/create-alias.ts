// CreateAlias.

import type { CreateAliasCommandInput } from '@aws-sdk/client-lambda';
import { createAlias as create } from '../../../lambda/functions/aliases.ts';
import { required, structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { functionOf } from '../references.ts';
import { aliasName, description, functionName, version } from '../shapes.ts';
import { additionalVersion, aliasConfiguration, routingConfig } from './alias-configuration.ts';

export const createAlias = defineLambdaOperation<
  Checked<CreateAliasCommandInput, 'FunctionName' | 'Name' | 'FunctionVersion'>
>({
  name: 'CreateAlias',
  http: 'POST /2015-03-31/functions/{FunctionName}/aliases',
  status: 201,
  input: structure('CreateAliasRequest', {
    FunctionName: functionName,
    Name: required(aliasName),
    FunctionVersion: required(version),
    Description: description,
    RoutingConfig: routingConfig,
  }),
  async run({ scope, functions }, input) {
    const name = functionOf(scope, input);
    const alias = await create(functions, name, {
      name: input.Name,
      version: input.FunctionVersion,
      description: input.Description ?? '',
      additional: additionalVersion(input.RoutingConfig) ?? undefined,
    });
    return { value: aliasConfiguration(name, alias) };
  },
});
