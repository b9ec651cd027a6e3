// GetPolicy.

import type { GetPolicyCommandInput } from '@aws-sdk/client-lambda';
import { policyOf } from '../../../lambda/functions/policies.ts';
import { structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { referenceOf } from '../references.ts';
import { namespacedFunctionName, qualifier } from '../shapes.ts';

export const getPolicy = defineLambdaOperation<Checked<GetPolicyCommandInput, 'FunctionName'>>({
  name: 'GetPolicy',
  http: 'GET /2015-03-31/functions/{FunctionName}/policy',
  status: 200,
  query: { Qualifier: 'Qualifier' },
  input: structure('GetPolicyRequest', {
    FunctionName: namespacedFunctionName,
    Qualifier: qualifier,
  }),
  async run({ scope, functions }, input) {
    const { statements, revisionId } = await policyOf(functions, referenceOf(scope, input));
    const policy = { Version: '2012-10-17', Id: 'default', Statement: statements };
    return { value: { Policy: JSON.stringify(policy), RevisionId: revisionId } };
  },
});
