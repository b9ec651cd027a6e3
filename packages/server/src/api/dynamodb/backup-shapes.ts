// Shapes that operations on backups share (AWS's service model).

import type { ErrorStyle } from '../refusal-errors.ts';
import { requiredFirst, string } from '../validation/shape.ts';
import { namePattern } from '../validation/table-name.ts';

export const backupStyle: ErrorStyle = { plane: 'backups', prefixed: false };

export const anyBackupArn = string({ min: 37, max: 1024 });
export const backupArn = requiredFirst(anyBackupArn);
export const backupName = string({ min: 3, max: 255, pattern: namePattern });

/** A table's name or ARN where it may be left out. */
export const anyTableName = { kind: 'table-name', min: 3, max: 255 } as const;
