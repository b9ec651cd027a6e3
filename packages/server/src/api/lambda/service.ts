// Lambda: its operations, and how the protocol sees it. What is missing of AWS's is in docs/differences.md.

import type { RestService } from '../rest-json/rest-json-protocol.ts';
import { createAlias } from './aliases/create-alias.ts';
import { deleteAlias } from './aliases/delete-alias.ts';
import { getAlias } from './aliases/get-alias.ts';
import { listAliases } from './aliases/list-aliases.ts';
import { updateAlias } from './aliases/update-alias.ts';
import { deleteFunctionEventInvokeConfig } from './event-configs/delete-function-event-invoke-config.ts';
import { getFunctionEventInvokeConfig } from './event-configs/get-function-event-invoke-config.ts';
import { listFunctionEventInvokeConfigs } from './event-configs/list-function-event-invoke-configs.ts';
import { putFunctionEventInvokeConfig } from './event-configs/put-function-event-invoke-config.ts';
import { updateFunctionEventInvokeConfig } from './event-configs/update-function-event-invoke-config.ts';
import { createEventSourceMapping } from './event-source-mappings/create-event-source-mapping.ts';
import { deleteEventSourceMapping } from './event-source-mappings/delete-event-source-mapping.ts';
import { getEventSourceMapping } from './event-source-mappings/get-event-source-mapping.ts';
import { listEventSourceMappings } from './event-source-mappings/list-event-source-mappings.ts';
import { updateEventSourceMapping } from './event-source-mappings/update-event-source-mapping.ts';
import { createFunction } from './functions/create-function.ts';
import { deleteFunction } from './functions/delete-function.ts';
import { getFunction } from './functions/get-function.ts';
import { getFunctionConfiguration } from './functions/get-function-configuration.ts';
import { listFunctions } from './functions/list-functions.ts';
import { updateFunctionCode } from './functions/update-function-code.ts';
import { updateFunctionConfiguration } from './functions/update-function-configuration.ts';
import { invoke } from './invocations/invoke.ts';
import { lambdaError, lambdaErrorOf, serviceError } from './lambda-errors.ts';
import type { LambdaContext, LambdaOperation, LambdaServices } from './lambda-operation.ts';
import { addPermission } from './policies/add-permission.ts';
import { getPolicy } from './policies/get-policy.ts';
import { removePermission } from './policies/remove-permission.ts';
import { deleteFunctionConcurrency } from './settings/delete-function-concurrency.ts';
import { getAccountSettings } from './settings/get-account-settings.ts';
import { getFunctionConcurrency } from './settings/get-function-concurrency.ts';
import { putFunctionConcurrency } from './settings/put-function-concurrency.ts';
import { listTags } from './tags/list-tags.ts';
import { tagResource } from './tags/tag-resource.ts';
import { untagResource } from './tags/untag-resource.ts';
import { listVersionsByFunction } from './versions/list-versions-by-function.ts';
import { publishVersion } from './versions/publish-version.ts';

const operations: readonly LambdaOperation[] = [
  addPermission,
  createAlias,
  createEventSourceMapping,
  createFunction,
  deleteAlias,
  deleteEventSourceMapping,
  deleteFunction,
  deleteFunctionConcurrency,
  deleteFunctionEventInvokeConfig,
  getAccountSettings,
  getAlias,
  getEventSourceMapping,
  getFunction,
  getFunctionConcurrency,
  getFunctionConfiguration,
  getFunctionEventInvokeConfig,
  getPolicy,
  invoke,
  listAliases,
  listEventSourceMappings,
  listFunctionEventInvokeConfigs,
  listFunctions,
  listTags,
  listVersionsByFunction,
  publishVersion,
  putFunctionConcurrency,
  putFunctionEventInvokeConfig,
  removePermission,
  tagResource,
  untagResource,
  updateAlias,
  updateEventSourceMapping,
  updateFunctionCode,
  updateFunctionConfiguration,
  updateFunctionEventInvokeConfig,
];

export function lambdaService(services: LambdaServices): RestService<LambdaContext> {
  return {
    name: 'Lambda',
    signingName: 'lambda',
    operations,
    context: (call) => ({ ...services, ...call }),
    errorOf: lambdaErrorOf,
    unknownOperation: (method, path) =>
      lambdaError(
        'UnknownOperationException',
        `Headwater offers no operation of Lambda at ${method} ${path}: docs/differences.md lists those that are missing.`,
      ),
    tooLarge: ({ name }, limit) =>
      lambdaError(
        'RequestEntityTooLargeException',
        `Request must be smaller than ${limit} bytes for the ${name === 'Invoke' ? 'InvokeFunction' : name} operation`,
      ),
    internalError: () => serviceError(),
  };
}
