// The code that a request hands in, or says where to find.

import { type CodeObjects, fetchedCode } from '../../../lambda/functions/fetched-code.ts';
import type { NewCode } from '../../../lambda/functions/kept-code.ts';
import type { Scope } from '../../../model/table.ts';
import { invalidParameter } from '../lambda-errors.ts';

interface AskedCode {
  readonly ZipFile?: unknown;
  readonly S3Bucket?: string | undefined;
  readonly S3Key?: string | undefined;
  readonly S3ObjectVersion?: string | undefined;
  readonly ImageUri?: string | undefined;
}

/** Rejects with RestError when there is none, and with FunctionRefused when it cannot be fetched. */
export async function newCode(
  {
    scope,
    functions,
  }: { readonly scope: Scope; readonly functions: { readonly objects: CodeObjects } },
  { ZipFile, S3Bucket, S3Key, S3ObjectVersion, ImageUri }: AskedCode,
): Promise<NewCode> {
  if (ImageUri !== undefined) {
    throw invalidParameter(
      'Headwater does not run container images. Create the function from a ZIP file, or run the image yourself.',
    );
  }
  // The request has it as base64, whatever the SDK's type says.
  if (typeof ZipFile === 'string') return { kind: 'zip', archive: Buffer.from(ZipFile, 'base64') };
  if (S3Bucket === undefined || S3Key === undefined) {
    throw invalidParameter('Please provide a source for function code.');
  }
  return fetchedCode(functions.objects, scope, {
    bucket: S3Bucket,
    key: S3Key,
    version: S3ObjectVersion,
  });
}
