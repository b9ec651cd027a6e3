// DeleteAlias.

import type { DeleteAliasCommandInput } from '@aws-sdk/client-lambda';
import { deleteAlias as remove } from '../../../lambda/functions/aliases.ts';
import { required, structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { functionOf } from '../references.ts';
import { aliasName, functionName } from '../shapes.ts';

export const deleteAlias = defineLambdaOperation<
  Checked<DeleteAliasCommandInput, 'FunctionName' | 'Name'>
>({
  name: 'DeleteAlias',
  http: 'DELETE /2015-03-31/functions/{FunctionName}/aliases/{Name}',
  status: 204,
  input: structure('DeleteAliasRequest', { FunctionName: functionName, Name: required(aliasName) }),
  async run({ scope, functions }, input) {
    await remove(functions, functionOf(scope, input), input.Name);
    return {};
  },
});
