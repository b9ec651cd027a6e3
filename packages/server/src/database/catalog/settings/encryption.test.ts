import { describe, expect, it } from 'vitest';
import type { NewTable } from '../../database.ts';
import { openTable } from '../../testing/open-table.ts';

const INVALID = 'One or more parameter values were invalid: ';

describe('encryption', () => {
  it('has a key of its own, another one, or none', async () => {
    const { change, now } = await openTable({ encryption: { enabled: true } });
    const prefix = 'arn:aws:kms:eu-central-1:000000000000:';
    expect((await now()).encryption?.keyArn).toMatch(/^arn:aws:kms:.*:key\/[0-9a-f-]{36}$/);
    await change({ encryption: { enabled: true, type: 'KMS', key: 'a-key' } });
    expect((await now()).encryption).toEqual({ keyArn: `${prefix}key/a-key` });
    await expect(
      change({ encryption: { type: 'KMS', key: `${prefix}key/a-key` } }),
    ).rejects.toThrow(`${INVALID}Table is already encrypted with given KMSMasterKeyId.`);
    await change({ encryption: { type: 'KMS', key: 'alias/mine' } });
    expect((await now()).encryption).toEqual({ keyArn: `${prefix}alias/mine` });
    await change({ encryption: { enabled: false } });
    expect((await now()).encryption).toBeUndefined();
    await expect(change({ encryption: {} })).rejects.toThrow(
      `${INVALID}Table is already encrypted by default`,
    );
  });

  it.each<[NonNullable<NewTable['encryption']>, string]>([
    [{ enabled: false, type: 'KMS' }, 'SSEType can not be specified if Enabled is false'],
    [{ enabled: false, key: 'k' }, 'KMSMasterKeyId can not be specified if Enabled is false'],
    [{ enabled: true, type: 'AES256' }, 'SSEType AES256 is not supported'],
    [{ enabled: true, key: 'k' }, 'SSEType KMS is required if KMSMasterKeyId is specified'],
  ])('is refused as %j', async (encryption, problem) => {
    await expect(openTable({ encryption })).rejects.toThrow(`${INVALID}${problem}`);
  });
});
