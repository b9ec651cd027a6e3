// GetAccountSettings: an account's initial quotas.

import type { GetAccountSettingsCommandInput } from '@aws-sdk/client-lambda';
import { structure } from '../../validation/shape.ts';
import { defineLambdaOperation } from '../lambda-operation.ts';
import { accountUsage, ACCOUNT_CONCURRENCY } from './account-usage.ts';

/** Bytes (Lambda quotas). */
const TOTAL_CODE_BYTES = 80_530_636_800;
const UNZIPPED_BYTES = 262_144_000;
const ZIPPED_BYTES = 52_428_800;

export const getAccountSettings = defineLambdaOperation<GetAccountSettingsCommandInput>({
  name: 'GetAccountSettings',
  http: 'GET /2016-08-19/account-settings',
  status: 200,
  input: structure('GetAccountSettingsRequest', {}),
  async run({ scope, functions: { catalog } }) {
    const { functions, codeBytes, reserved } = await accountUsage(catalog, scope);
    return {
      value: {
        AccountLimit: {
          TotalCodeSize: TOTAL_CODE_BYTES,
          CodeSizeUnzipped: UNZIPPED_BYTES,
          CodeSizeZipped: ZIPPED_BYTES,
          ConcurrentExecutions: ACCOUNT_CONCURRENCY,
          UnreservedConcurrentExecutions: ACCOUNT_CONCURRENCY - reserved,
        },
        AccountUsage: { TotalCodeSize: codeBytes, FunctionCount: functions },
      },
    };
  },
});
