// ListEventSourceMappings.

import type { ListEventSourceMappingsCommandInput } from '@aws-sdk/client-lambda';
import type { MappingService } from '../../../followers/triggers/mappings/mapping-service.ts';
import { functionArn } from '../../../lambda/functions/function.ts';
import type { ShownMapping } from '../../../lambda/mappings/mapping-changes.ts';
import type { Scope } from '../../../model/table.ts';
import { string, structure } from '../../validation/shape.ts';
import { defineLambdaOperation } from '../lambda-operation.ts';
import { pageOf, placeBehind } from '../paging.ts';
import { referenceOf } from '../references.ts';
import { maxItems } from '../shapes.ts';
import { mappingConfiguration } from './mapping-configuration.ts';
import { eventSourceArn, otherFunctionName } from './mapping-members.ts';

/** However many are asked for (AWS's API reference). */
const MAX_PAGE = 100;

export const listEventSourceMappings = defineLambdaOperation<ListEventSourceMappingsCommandInput>({
  name: 'ListEventSourceMappings',
  http: 'GET /2015-03-31/event-source-mappings',
  status: 200,
  query: {
    EventSourceArn: 'EventSourceArn',
    FunctionName: 'FunctionName',
    Marker: 'Marker',
    MaxItems: 'MaxItems',
  },
  input: structure('ListEventSourceMappingsRequest', {
    EventSourceArn: eventSourceArn,
    FunctionName: otherFunctionName,
    Marker: string(),
    MaxItems: maxItems,
  }),
  async run({ scope, mappings }, input) {
    const found = matching(mappings, scope, input);
    const { items, nextMarker } = await pageOf(found, input.MaxItems, {
      placeOf: ({ mapping }) => mapping.uuid,
      most: MAX_PAGE,
    });
    return {
      value: {
        ...(nextMarker === undefined ? {} : { NextMarker: nextMarker }),
        EventSourceMappings: items.map(mappingConfiguration),
      },
    };
  },
});

/** A version or alias has its own mappings, which are not the function's. */
async function* matching(
  mappings: MappingService,
  scope: Scope,
  { EventSourceArn: source, FunctionName, Marker }: ListEventSourceMappingsCommandInput,
): AsyncGenerator<ShownMapping> {
  const reference = FunctionName === undefined ? undefined : referenceOf(scope, { FunctionName });
  const arn = reference === undefined ? undefined : functionArn(reference, reference.qualifier);
  for await (const shown of mappings.list(scope, placeBehind(Marker))) {
    const { eventSourceArn: from, settings } = shown.mapping;
    const isAsked =
      (source === undefined || source === '' || source === from) &&
      (arn === undefined || arn === settings.functionArn);
    if (isAsked) yield shown;
  }
}
