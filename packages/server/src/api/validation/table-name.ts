// Names of tables, as requests give them: the name itself, or the ARN of a table of the caller's own
// account and region.

import { tableArn, type Scope } from '../../model/table.ts';
import { Refused } from '../../write/refusal.ts';
import type { Pattern } from './shape.ts';

/** Naming rules of tables and indexes (developer guide, "Naming rules"). */
export const namePattern: Pattern = { text: '[a-zA-Z0-9_.-]+', matches: isName };

const ARN = /^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:\d{12}:table\/([a-zA-Z0-9_.-]{1,255})$/;

function isName(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (!isNameCode(text.charCodeAt(index))) return false;
  }
  return text.length > 0;
}

// Code order: - . 0..9 A..Z _ a..z
function isNameCode(code: number): boolean {
  if (code < 0x30) return code === 0x2d || code === 0x2e;
  if (code <= 0x39) return true;
  if (code < 0x41) return false;
  if (code <= 0x5a) return true;
  return code === 0x5f || (code >= 0x61 && code <= 0x7a);
}

export function isTableArn(text: string): boolean {
  return text.startsWith('arn:') && ARN.test(text);
}

/**
 * The name of the table that a checked `TableName` means. The ARN of another account's or region's table
 * is refused as a table that does not exist (observed on AWS without a resource policy).
 */
export function tableNameOf(scope: Scope, nameOrArn: string): string {
  if (!nameOrArn.startsWith('arn:')) return nameOrArn;
  const name = nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
  // Partitions (aws, aws-cn) do not separate tables; only account and region do.
  const sameScope =
    nameOrArn.replace(/^arn:aws[a-z-]*:/, 'arn:aws:') === tableArn({ ...scope, name });
  if (!sameScope) throw new Refused({ kind: 'table-not-found', table: name });
  return name;
}
