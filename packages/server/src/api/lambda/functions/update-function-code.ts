// UpdateFunctionCode.

import type { UpdateFunctionCodeCommandInput } from '@aws-sdk/client-lambda';
import { updateCode } from '../../../lambda/functions/function-changes.ts';
import { blob, boolean, string, structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { functionOf } from '../references.ts';
import { architectures, functionName } from '../shapes.ts';
import { functionConfiguration } from './function-configuration.ts';
import { newCode } from './new-code.ts';
import { MAX_UPLOAD_BYTES } from './upload-limit.ts';

export const updateFunctionCode = defineLambdaOperation<
  Checked<UpdateFunctionCodeCommandInput, 'FunctionName'>
>({
  name: 'UpdateFunctionCode',
  http: 'PUT /2015-03-31/functions/{FunctionName}/code',
  status: 200,
  maxBodyBytes: MAX_UPLOAD_BYTES,
  input: structure('UpdateFunctionCodeRequest', {
    FunctionName: functionName,
    ZipFile: blob(),
    S3Bucket: string({ min: 3, max: 63 }),
    S3Key: string({ min: 1, max: 1024 }),
    S3ObjectVersion: string({ min: 1, max: 1024 }),
    ImageUri: string(),
    Architectures: architectures,
    Publish: boolean(),
    DryRun: boolean(),
    RevisionId: string(),
  }),
  unsupported: ['PublishTo'],
  async run({ scope, functions }, input) {
    const name = functionOf(scope, input);
    // That there is none is said before what is wrong with the code.
    await functions.catalog.get(name);
    const version = await updateCode(functions, name, {
      code: await newCode({ scope, functions }, input),
      architectures: input.Architectures,
      revisionId: input.RevisionId,
      publish: input.Publish === true,
      dryRun: input.DryRun === true,
    });
    const qualifier = version.version === '$LATEST' ? undefined : version.version;
    return { value: functionConfiguration(version, qualifier) };
  },
});
