// UpdateAlias.

import type { UpdateAliasCommandInput } from '@aws-sdk/client-lambda';
import { updateAlias as update } from '../../../lambda/functions/aliases.ts';
import { required, string, structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { functionOf } from '../references.ts';
import { aliasName, description, functionName, version } from '../shapes.ts';
import { additionalVersion, aliasConfiguration, routingConfig } from './alias-configuration.ts';

export const updateAlias = defineLambdaOperation<
  Checked<UpdateAliasCommandInput, 'FunctionName' | 'Name'>
>({
  name: 'UpdateAlias',
  http: 'PUT /2015-03-31/functions/{FunctionName}/aliases/{Name}',
  status: 200,
  input: structure('UpdateAliasRequest', {
    FunctionName: functionName,
    Name: required(aliasName),
    FunctionVersion: version,
    Description: description,
    RoutingConfig: routingConfig,
    RevisionId: string(),
  }),
  async run({ scope, functions }, input) {
    const name = functionOf(scope, input);
    const alias = await update(functions, name, {
      alias: input.Name,
      update: {
        version: input.FunctionVersion,
        description: input.Description,
        additional: additionalVersion(input.RoutingConfig),
        revisionId: input.RevisionId,
      },
    });
    return { value: aliasConfiguration(name, alias) };
  },
});
