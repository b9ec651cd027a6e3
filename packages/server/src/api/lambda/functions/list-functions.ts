// ListFunctions.

import type { ListFunctionsCommandInput } from '@aws-sdk/client-lambda';
import type { FunctionVersion } from '../../../lambda/functions/function.ts';
import type { FunctionCatalog } from '../../../lambda/functions/function-catalog.ts';
import type { Scope } from '../../../model/table.ts';
import { enumeration, string, structure } from '../../validation/shape.ts';
import { defineLambdaOperation } from '../lambda-operation.ts';
import { pageOf, placeBehind } from '../paging.ts';
import { maxItems } from '../shapes.ts';
import { listedConfiguration } from './function-configuration.ts';

export const listFunctions = defineLambdaOperation<ListFunctionsCommandInput>({
  name: 'ListFunctions',
  http: 'GET /2015-03-31/functions',
  status: 200,
  query: {
    MasterRegion: 'MasterRegion',
    FunctionVersion: 'FunctionVersion',
    Marker: 'Marker',
    MaxItems: 'MaxItems',
  },
  input: structure('ListFunctionsRequest', {
    MasterRegion: string({ min: 1, max: 50 }),
    FunctionVersion: enumeration(['ALL']),
    Marker: string(),
    MaxItems: maxItems,
  }),
  async run({ scope, functions }, input) {
    const all = input.FunctionVersion === 'ALL';
    const place = placeBehind(input.Marker);
    const versions = all
      ? versionsBehind(functions.catalog, scope, place)
      : latestBehind(functions.catalog, scope, place);
    const { items, nextMarker } = await pageOf(versions, input.MaxItems, { placeOf });
    return {
      value: {
        Functions: items.map((item) => listedConfiguration(item, all ? item.version : undefined)),
        ...(nextMarker === undefined ? {} : { NextMarker: nextMarker }),
      },
    };
  },
});

function placeOf({ name, version }: FunctionVersion): string {
  return `${name}:${version}`;
}

async function* latestBehind(
  catalog: FunctionCatalog,
  scope: Scope,
  place: string | undefined,
): AsyncGenerator<FunctionVersion> {
  for await (const { latest } of catalog.list(scope, place?.split(':')[0])) yield latest;
}

/** Of each function `$LATEST` and then the others, by their numbers. */
async function* versionsBehind(
  catalog: FunctionCatalog,
  scope: Scope,
  place: string | undefined,
): AsyncGenerator<FunctionVersion> {
  const [name, last] = place?.split(':') ?? [];
  const begun = name === undefined ? undefined : await catalog.find({ ...scope, name });
  const after = last === undefined || last === '$LATEST' ? 0 : Number(last);
  if (begun !== undefined) yield* published(catalog, begun, after);
  for await (const record of catalog.list(scope, name)) {
    yield record.latest;
    yield* published(catalog, record, 0);
  }
}

async function* published(
  catalog: FunctionCatalog,
  { latest, versions }: { readonly latest: FunctionVersion; readonly versions: readonly number[] },
  after: number,
): AsyncGenerator<FunctionVersion> {
  for (const number of versions.filter((version) => version > after)) {
    const found = await catalog.findVersion(latest, String(number));
    if (found !== undefined) yield found;
  }
}
