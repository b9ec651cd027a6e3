// NextToken of ExecuteStatement: where a page ended, in base64 of JSON. It is bound to the statement and its
// parameters, as AWS's is, and not signed: it says nothing that its holder could not ask for.
//
//   [ fingerprint of the statement and its parameters, number of the read, key that it ended with ]

import { bytesBase64, base64Bytes, utf8Bytes, utf8Text } from '../../base/bytes.ts';
import { md5 } from '../../base/hash.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import type { ItemJson } from '../database.ts';
import type { StatementText } from './statement-requests.ts';

export interface Resumption {
  /** Index into the plan's reads. */
  readonly read: number;
  /** Unchecked, but for the JSON types. */
  readonly key: unknown;
}

export function pageToken(
  request: StatementText,
  end: { readonly read: number; readonly lastKey: ItemJson },
): string {
  const text = `["${fingerprint(request)}",${end.read},${utf8Text(end.lastKey)}]`;
  return bytesBase64(utf8Bytes(text));
}

/** @throws InvalidInput when the token is none, or that of another statement */
export function resumptionOf(request: StatementText, token: string): Resumption {
  const parts = parsed(token);
  if (!Array.isArray(parts) || parts.length !== 3) throw invalidToken();
  const [of, read, key] = parts as readonly unknown[];
  if (!Number.isSafeInteger(read) || (read as number) < 0 || !isKey(key)) throw invalidToken();
  if (of !== fingerprint(request)) {
    throw new InvalidInput('rule', 'NextToken does not match request');
  }
  return { read: read as number, key };
}

function fingerprint({ statement, parameters = [] }: StatementText): string {
  return bytesBase64(md5(utf8Bytes(JSON.stringify([statement, parameters]))));
}

function parsed(token: string): unknown {
  try {
    return JSON.parse(utf8Text(base64Bytes(token)));
  } catch {
    throw invalidToken();
  }
}

/** Whether it is an object of scalars as keys have them. */
function isKey(key: unknown): boolean {
  return isObject(key) && Object.values(key).every(isKeyValue);
}

function isKeyValue(value: unknown): boolean {
  if (!isObject(value)) return false;
  const [type, ...others] = Object.keys(value);
  if (type === undefined || others.length > 0) return false;
  return (type === 'S' || type === 'N' || type === 'B') && typeof value[type] === 'string';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function invalidToken(): InvalidInput {
  return new InvalidInput('rule', 'Invalid NextToken');
}
