// GetEventSourceMapping.

import type { GetEventSourceMappingCommandInput } from '@aws-sdk/client-lambda';
import { structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { mappingConfiguration } from './mapping-configuration.ts';
import { mappingUuid } from './mapping-members.ts';

export const getEventSourceMapping = defineLambdaOperation<
  Checked<GetEventSourceMappingCommandInput, 'UUID'>
>({
  name: 'GetEventSourceMapping',
  http: 'GET /2015-03-31/event-source-mappings/{UUID}',
  status: 200,
  input: structure('GetEventSourceMappingRequest', { UUID: mappingUuid }),
  async run({ scope, mappings }, { UUID }) {
    return { value: mappingConfiguration(await mappings.get({ ...scope, uuid: UUID })) };
  },
});
