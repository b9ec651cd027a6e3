// SSESpecification: which key a table says it is encrypted with. There is no key service, so a key is
// only a name, and an alias stands as it was given. Rules and texts as observed on AWS.

import type { Runtime } from '../../../base/runtime.ts';
import { randomUuid } from '../../../base/uuid.ts';
import { InvalidInput } from '../../../model/invalid-input.ts';
import type { Scope, TableDefinition } from '../../../model/table.ts';
import type { EncryptionRequest } from '../../database.ts';

type Encryption = TableDefinition['encryption'];

/** Undefined for the default, a key of AWS's own that is not shown. @throws InvalidInput */
export function newEncryption(
  asked: EncryptionRequest | undefined,
  scope: Scope,
  runtime: Runtime,
): Encryption {
  if (asked === undefined || !isEnabled(asked)) return undefined;
  return { keyArn: keyArnOf(asked.key ?? randomUuid(runtime), scope) };
}

/** @throws InvalidInput when nothing changes. */
export function changedEncryption(
  current: Encryption,
  asked: EncryptionRequest,
  { scope, runtime }: { readonly scope: Scope; readonly runtime: Runtime },
): Encryption {
  const changed = newEncryption(asked, scope, runtime);
  if (current === undefined && changed === undefined) {
    throw refusal('Table is already encrypted by default');
  }
  if (changed !== undefined && changed.keyArn === current?.keyArn) {
    throw refusal(
      'Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if you want to change Master Key',
    );
  }
  return changed;
}

function isEnabled({ enabled, type, key }: EncryptionRequest): boolean {
  if (enabled === false) {
    if (type !== undefined) throw refusal('SSEType can not be specified if Enabled is false');
    if (key !== undefined) throw refusal('KMSMasterKeyId can not be specified if Enabled is false');
    return false;
  }
  if (type === 'AES256') throw refusal('SSEType AES256 is not supported');
  if (key !== undefined && type === undefined) {
    throw refusal('SSEType KMS is required if KMSMasterKeyId is specified');
  }
  return enabled === true || type !== undefined;
}

function keyArnOf(key: string, { account, region }: Scope): string {
  if (key.startsWith('arn:')) return key;
  const resource = key.startsWith('alias/') ? key : `key/${key}`;
  return `arn:aws:kms:${region}:${account}:${resource}`;
}

function refusal(problem: string): InvalidInput {
  return new InvalidInput('rule', `One or more parameter values were invalid: ${problem}`);
}
