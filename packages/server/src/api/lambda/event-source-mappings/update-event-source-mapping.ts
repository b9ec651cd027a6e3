// UpdateEventSourceMapping. Members that are absent stay; empty filters and an empty destination go.

import type { UpdateEventSourceMappingCommandInput } from '@aws-sdk/client-lambda';
import { structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { referenceOf } from '../references.ts';
import { mappingConfiguration } from './mapping-configuration.ts';
import {
  failureMembers,
  handOutMembers,
  mappingUuid,
  otherFunctionName,
} from './mapping-members.ts';
import { refuseMembersOfOtherSources, settingsChange } from './settings-change.ts';

export const updateEventSourceMapping = defineLambdaOperation<
  Checked<UpdateEventSourceMappingCommandInput, 'UUID'>
>({
  name: 'UpdateEventSourceMapping',
  http: 'PUT /2015-03-31/event-source-mappings/{UUID}',
  status: 202,
  input: structure('UpdateEventSourceMappingRequest', {
    UUID: mappingUuid,
    FunctionName: otherFunctionName,
    ...handOutMembers,
    ...failureMembers,
  }),
  async run({ scope, mappings }, input) {
    refuseMembersOfOtherSources(input);
    const { FunctionName } = input;
    const updated = await mappings.update(
      { ...scope, uuid: input.UUID },
      {
        settings: settingsChange(input),
        function: FunctionName === undefined ? undefined : referenceOf(scope, { FunctionName }),
      },
    );
    return { value: mappingConfiguration(updated) };
  },
});
