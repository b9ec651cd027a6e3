// CreateFunction.

import type { CreateFunctionCommandInput } from '@aws-sdk/client-lambda';
import { createFunction as create } from '../../../lambda/functions/function-changes.ts';
import { blob, boolean, enumeration, required, string, structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { invalidParameter } from '../lambda-errors.ts';
import { functionOf } from '../references.ts';
import { architectures, configurationMembers, functionName, role, tags } from '../shapes.ts';
import { MAX_UPLOAD_BYTES } from './upload-limit.ts';
import { functionConfiguration } from './function-configuration.ts';
import { newCode } from './new-code.ts';
import { newSettings, requireExistingSigning } from './new-settings.ts';

/** Characters of the name itself, however it is given (observed on AWS, LocalStack's recordings). */
const MAX_NAME_LENGTH = 64;

export const createFunction = defineLambdaOperation<
  Checked<CreateFunctionCommandInput, 'FunctionName' | 'Code'>
>({
  name: 'CreateFunction',
  http: 'POST /2015-03-31/functions',
  status: 201,
  maxBodyBytes: MAX_UPLOAD_BYTES,
  input: structure('CreateFunctionRequest', {
    FunctionName: functionName,
    Role: required(role),
    ...configurationMembers,
    Code: required(
      structure('FunctionCode', {
        ZipFile: blob(),
        S3Bucket: string({ min: 3, max: 63 }),
        S3Key: string({ min: 1, max: 1024 }),
        S3ObjectVersion: string({ min: 1, max: 1024 }),
        ImageUri: string(),
      }),
    ),
    Publish: boolean(),
    PackageType: enumeration(['Zip', 'Image']),
    Architectures: architectures,
    Tags: tags,
    CodeSigningConfigArn: string({ min: 0, max: 200 }),
  }),
  unsupported: [
    'PublishTo',
    'TenancyConfig',
    'FileSystemConfigs',
    'ImageConfig',
    'CapacityProviderConfig',
    'DurableConfig',
  ],
  async run({ scope, functions }, input) {
    const name = functionOf(scope, input);
    if (name.name.length > MAX_NAME_LENGTH) {
      throw invalidParameter(
        `1 validation error detected: Value '${input.FunctionName}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to ${MAX_NAME_LENGTH}`,
      );
    }
    requireExistingSigning(input.CodeSigningConfigArn);
    const code = await newCode({ scope, functions }, input.Code);
    const version = await create(functions, {
      name,
      settings: newSettings(input),
      code,
      tags: input.Tags ?? {},
      publish: input.Publish === true,
    });
    // Not even that of a published version is qualified here (observed on AWS, LocalStack's recordings).
    return { value: functionConfiguration(version) };
  },
});
