// DeleteEventSourceMapping.

import type { DeleteEventSourceMappingCommandInput } from '@aws-sdk/client-lambda';
import { structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { mappingConfiguration } from './mapping-configuration.ts';
import { mappingUuid } from './mapping-members.ts';

export const deleteEventSourceMapping = defineLambdaOperation<
  Checked<DeleteEventSourceMappingCommandInput, 'UUID'>
>({
  name: 'DeleteEventSourceMapping',
  http: 'DELETE /2015-03-31/event-source-mappings/{UUID}',
  status: 202,
  input: structure('DeleteEventSourceMappingRequest', { UUID: mappingUuid }),
  async run({ scope, mappings }, { UUID }) {
    return { value: mappingConfiguration(await mappings.delete({ ...scope, uuid: UUID })) };
  },
});
