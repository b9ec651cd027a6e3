// ListAliases.

import type { ListAliasesCommandInput } from '@aws-sdk/client-lambda';
import { string, structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { itemsBehind, pageOf } from '../paging.ts';
import { functionOf } from '../references.ts';
import { functionName, maxItems, version } from '../shapes.ts';
import { aliasConfiguration } from './alias-configuration.ts';

export const listAliases = defineLambdaOperation<Checked<ListAliasesCommandInput, 'FunctionName'>>({
  name: 'ListAliases',
  http: 'GET /2015-03-31/functions/{FunctionName}/aliases',
  status: 200,
  query: { FunctionVersion: 'FunctionVersion', Marker: 'Marker', MaxItems: 'MaxItems' },
  input: structure('ListAliasesRequest', {
    FunctionName: functionName,
    FunctionVersion: version,
    Marker: string(),
    MaxItems: maxItems,
  }),
  async run({ scope, functions }, input) {
    const name = functionOf(scope, input);
    const { aliases } = await functions.catalog.get(name);
    const wanted = input.FunctionVersion;
    const meant =
      wanted === undefined
        ? aliases
        : aliases.filter((alias) => [alias.version, alias.additional?.version].includes(wanted));
    const behind = itemsBehind(meant, input.Marker, (alias) => alias.name);
    const { items, nextMarker } = await pageOf(behind, input.MaxItems, {
      placeOf: (alias) => alias.name,
    });
    return {
      value: {
        Aliases: items.map((alias) => aliasConfiguration(name, alias)),
        ...(nextMarker === undefined ? {} : { NextMarker: nextMarker }),
      },
    };
  },
});
