// What operations of Lambda run in.

import type { MappingService } from '../../followers/triggers/mappings/mapping-service.ts';
import type { FunctionService } from '../../lambda/functions/open-functions.ts';
import type { Scope } from '../../model/table.ts';
import type {
  RestCall,
  RestOperation,
  RestOperationDefinition,
} from '../rest-json/rest-operation.ts';

export interface LambdaServices {
  readonly functions: FunctionService;
  readonly mappings: MappingService;
}

export interface LambdaContext extends LambdaServices, RestCall {
  readonly scope: Scope;
}

export type LambdaOperation = RestOperation<LambdaContext>;

/** Inputs have the official SDK's types; that the request fits them is what `input` checks. */
export function defineLambdaOperation<Input extends object>(
  definition: RestOperationDefinition<LambdaContext, Input>,
): LambdaOperation {
  return definition;
}

/** An input of the SDK's type, with the members that its shape requires. */
export type Checked<Input, Required extends keyof Input> = Input & {
  readonly [Name in Required]-?: NonNullable<Input[Name]>;
};
