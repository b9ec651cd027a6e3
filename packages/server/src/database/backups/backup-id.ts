// Ids of backups, with AWS's shape: the time of creation in milliseconds, and eight hexadecimal digits.

import { InvalidInput } from '../../model/invalid-input.ts';
import type { BackupName } from '../../model/backup.ts';

const timeDigits = 14;

/** `random` is four bytes. */
export function backupId(time: number, random: Uint8Array): string {
  return `${String(time).padStart(timeDigits, '0')}-${Buffer.from(random).toString('hex')}`;
}

const pattern =
  /^arn:aws[a-z-]*:dynamodb:([a-z0-9-]+):(\d{12}):table\/([a-zA-Z0-9_.-]+)\/backup\/([a-zA-Z0-9_.-]+)$/;

/** @throws InvalidInput when it has not the form of a backup's ARN. */
export function parseBackupArn(arn: string): BackupName {
  const [, region, account, table, id] = pattern.exec(arn) ?? [];
  if (region === undefined || account === undefined || table === undefined || id === undefined) {
    throw new InvalidInput('rule', 'Invalid Backup ARN');
  }
  return { region, account, table, id };
}
