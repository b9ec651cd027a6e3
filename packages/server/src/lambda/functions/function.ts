// What a Lambda function is: its configuration, its code, and the versions and aliases that name them.

import type { Scope } from '../../model/table.ts';

export interface FunctionName extends Scope {
  readonly name: string;
}

/** Where the code of a version is. */
export type FunctionCode =
  /** An uploaded archive, kept by its hash: equal archives are kept once. */
  | {
      readonly kind: 'zip';
      /** SHA-256 of the archive, base64, as AWS shows it. */
      readonly sha256: string;
      readonly sizeBytes: number;
    }
  /**
   * A file or folder of the developer's, loaded anew when it changes. The path is absolute; of a file, the
   * handler begins with its name without the extension, as if the file were alone in a folder.
   */
  | { readonly kind: 'local'; readonly path: string }
  /** Whatever speaks the Invoke API at a URL: a container with the Runtime Interface Emulator, or AWS. */
  | { readonly kind: 'remote'; readonly url: string };

/** Of `$LATEST` or of a published version. */
export interface FunctionVersion extends FunctionName {
  /** `$LATEST`, or 1, 2, 3, ... */
  readonly version: string;
  /** Changes whenever configuration or code does. */
  readonly revisionId: string;
  readonly code: FunctionCode;
  readonly runtime?: string;
  readonly handler?: string;
  readonly role: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Whether somebody set it: an empty one is shown only then. */
  readonly environmentGiven?: boolean;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
  /** Members of the API that are stored and shown, and mean nothing here. */
  readonly stored: Readonly<Record<string, unknown>>;
}

export function functionArn({ account, region, name }: FunctionName, qualifier?: string): string {
  const arn = `arn:aws:lambda:${region}:${account}:function:${name}`;
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}
