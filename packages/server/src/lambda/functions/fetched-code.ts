// Code that is not uploaded but fetched from a bucket. Who fetches is handed in.

import type { Scope } from '../../model/table.ts';
import { MAX_UNPACKED_BYTES } from './check-archive.ts';
import { FunctionRefused } from './function-refusal.ts';
import type { NewCode } from './kept-code.ts';

export interface CodeObject {
  readonly bucket: string;
  readonly key: string;
  readonly version?: string | undefined;
}

export interface CodeObjects {
  /** Resolves with nothing when it is larger than `maxBytes`. Rejects with S3's error, by its name. */
  getObject(object: CodeObject & Scope, maxBytes: number): Promise<Uint8Array | undefined>;
}

/** Texts of AWS's S3; emulators have their own. */
const TEXTS: Readonly<Record<string, string>> = {
  NoSuchBucket: 'The specified bucket does not exist',
  NoSuchKey: 'The specified key does not exist.',
};

/** @throws FunctionRefused */
export async function fetchedCode(
  objects: CodeObjects,
  scope: Scope,
  object: CodeObject,
): Promise<NewCode> {
  const { region, account } = scope;
  let archive: Uint8Array | undefined;
  try {
    archive = await objects.getObject({ region, account, ...object }, MAX_UNPACKED_BYTES);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    throw new FunctionRefused({
      kind: 'code-not-fetched',
      code: name,
      reason: TEXTS[name] ?? message,
    });
  }
  if (archive === undefined) {
    throw new FunctionRefused({ kind: 'unpacked-too-large', limit: MAX_UNPACKED_BYTES });
  }
  return { kind: 'zip', archive, fetched: true };
}
