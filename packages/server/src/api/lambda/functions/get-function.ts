// GetFunction.

import type { GetFunctionCommandInput } from '@aws-sdk/client-lambda';
import type { FunctionCode } from '../../../lambda/functions/function.ts';
import { versionOf } from '../../../lambda/functions/qualifiers.ts';
import { structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { referenceOf } from '../references.ts';
import { namespacedFunctionName, qualifier } from '../shapes.ts';
import { functionConfiguration } from './function-configuration.ts';

export const getFunction = defineLambdaOperation<Checked<GetFunctionCommandInput, 'FunctionName'>>({
  name: 'GetFunction',
  http: 'GET /2015-03-31/functions/{FunctionName}',
  status: 200,
  query: { Qualifier: 'Qualifier' },
  input: structure('GetFunctionRequest', {
    FunctionName: namespacedFunctionName,
    Qualifier: qualifier,
  }),
  async run({ scope, functions, host }, input) {
    const reference = referenceOf(scope, input);
    const { record, version } = await versionOf(functions.catalog, reference);
    const { tags, reservedConcurrency } = record;
    return {
      value: {
        Configuration: functionConfiguration(version, reference.qualifier),
        Code: codeLocation(version.code, host),
        ...(Object.keys(tags).length === 0 ? {} : { Tags: tags }),
        ...(reservedConcurrency === undefined
          ? {}
          : { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
      },
    };
  },
});

/** A route of our own serves archives (control/functions/function-routes.ts). */
function codeLocation(code: FunctionCode, host: string): Record<string, unknown> {
  switch (code.kind) {
    case 'zip': {
      const hash = Buffer.from(code.sha256, 'base64').toString('hex');
      return { RepositoryType: 'S3', Location: `http://${host}/_headwater/code/${hash}` };
    }
    case 'local':
      return { RepositoryType: 'Headwater', Location: `file://${code.path}` };
    case 'remote':
      return { RepositoryType: 'Headwater', Location: code.url };
  }
}
