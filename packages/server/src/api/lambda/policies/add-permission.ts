// AddPermission.

import { functionArn } from '../../../lambda/functions/function.ts';
import { addStatement } from '../../../lambda/functions/policies.ts';
import { regexPattern } from '../../validation/regex-pattern.ts';
import { boolean, enumeration, required, string, structure } from '../../validation/shape.ts';
import { defineLambdaOperation } from '../lambda-operation.ts';
import { referenceOf } from '../references.ts';
import { namespacedFunctionName, qualifier } from '../shapes.ts';
import { type AddPermissionInput, policyStatement } from './policy-statement.ts';

export const addPermission = defineLambdaOperation<AddPermissionInput>({
  name: 'AddPermission',
  http: 'POST /2015-03-31/functions/{FunctionName}/policy',
  status: 201,
  query: { Qualifier: 'Qualifier' },
  input: structure('AddPermissionRequest', {
    FunctionName: namespacedFunctionName,
    StatementId: required(string({ min: 1, max: 100, pattern: regexPattern('([a-zA-Z0-9-_]+)') })),
    Action: required(
      string({
        min: 0,
        max: 10_000,
        pattern: regexPattern('(lambda:[*]|lambda:[a-zA-Z]+|[*])'),
      }),
    ),
    Principal: required(string({ min: 0, max: 2048, pattern: regexPattern(String.raw`[^\s]+`) })),
    SourceArn: string({
      min: 0,
      max: 10_000,
      pattern: regexPattern(
        String.raw`arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*)`,
      ),
    }),
    FunctionUrlAuthType: enumeration(['NONE', 'AWS_IAM']),
    InvokedViaFunctionUrl: boolean(),
    SourceAccount: string({ min: 0, max: 12, pattern: regexPattern(String.raw`\d{12}`) }),
    EventSourceToken: string({
      min: 0,
      max: 256,
      pattern: regexPattern(String.raw`[a-zA-Z0-9._\-]+`),
    }),
    Qualifier: qualifier,
    RevisionId: string(),
    PrincipalOrgID: string({ min: 12, max: 34, pattern: regexPattern('o-[a-z0-9]{10,32}') }),
  }),
  async run({ scope, functions }, input) {
    const reference = referenceOf(scope, input);
    const statement = policyStatement(input, functionArn(reference, reference.qualifier));
    await addStatement(functions, reference, { statement, revisionId: input.RevisionId });
    return { value: { Statement: JSON.stringify(statement) } };
  },
});
