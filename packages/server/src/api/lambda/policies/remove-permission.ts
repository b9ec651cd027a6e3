// RemovePermission.

import type { RemovePermissionCommandInput } from '@aws-sdk/client-lambda';
import { removeStatement } from '../../../lambda/functions/policies.ts';
import { regexPattern } from '../../validation/regex-pattern.ts';
import { required, string, structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { referenceOf } from '../references.ts';
import { namespacedFunctionName, qualifier } from '../shapes.ts';

export const removePermission = defineLambdaOperation<
  Checked<RemovePermissionCommandInput, 'FunctionName' | 'StatementId'>
>({
  name: 'RemovePermission',
  http: 'DELETE /2015-03-31/functions/{FunctionName}/policy/{StatementId}',
  status: 204,
  query: { Qualifier: 'Qualifier', RevisionId: 'RevisionId' },
  input: structure('RemovePermissionRequest', {
    FunctionName: namespacedFunctionName,
    StatementId: required(string({ min: 1, max: 100, pattern: regexPattern('([a-zA-Z0-9-_.]+)') })),
    Qualifier: qualifier,
    RevisionId: string(),
  }),
  async run({ scope, functions }, input) {
    await removeStatement(functions, referenceOf(scope, input), {
      statement: input.StatementId,
      revisionId: input.RevisionId,
    });
    return {};
  },
});
