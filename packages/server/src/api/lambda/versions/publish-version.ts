// PublishVersion.

import type { PublishVersionCommandInput } from '@aws-sdk/client-lambda';
import { publishVersion as publish } from '../../../lambda/functions/function-changes.ts';
import { string, structure } from '../../validation/shape.ts';
import { functionConfiguration } from '../functions/function-configuration.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { functionOf } from '../references.ts';
import { description, functionName } from '../shapes.ts';

export const publishVersion = defineLambdaOperation<
  Checked<PublishVersionCommandInput, 'FunctionName'>
>({
  name: 'PublishVersion',
  http: 'POST /2015-03-31/functions/{FunctionName}/versions',
  status: 201,
  input: structure('PublishVersionRequest', {
    FunctionName: functionName,
    CodeSha256: string(),
    Description: description,
    RevisionId: string(),
  }),
  unsupported: ['PublishTo'],
  async run({ scope, functions }, input) {
    const version = await publish(functions, functionOf(scope, input), {
      description: input.Description,
      revisionId: input.RevisionId,
      codeSha256: input.CodeSha256,
    });
    return { value: functionConfiguration(version, version.version) };
  },
});
