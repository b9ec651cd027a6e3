// ListVersionsByFunction.

import type { ListVersionsByFunctionCommandInput } from '@aws-sdk/client-lambda';
import type { FunctionVersion } from '../../../lambda/functions/function.ts';
import { string, structure } from '../../validation/shape.ts';
import { listedConfiguration } from '../functions/function-configuration.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { pageOf, placeBehind } from '../paging.ts';
import { functionOf } from '../references.ts';
import { maxItems, namespacedFunctionName } from '../shapes.ts';

export const listVersionsByFunction = defineLambdaOperation<
  Checked<ListVersionsByFunctionCommandInput, 'FunctionName'>
>({
  name: 'ListVersionsByFunction',
  http: 'GET /2015-03-31/functions/{FunctionName}/versions',
  status: 200,
  query: { Marker: 'Marker', MaxItems: 'MaxItems' },
  input: structure('ListVersionsByFunctionRequest', {
    FunctionName: namespacedFunctionName,
    Marker: string(),
    MaxItems: maxItems,
  }),
  async run({ scope, functions }, input) {
    const { catalog } = functions;
    const name = functionOf(scope, input);
    const place = placeBehind(input.Marker);
    const { latest, versions } = await catalog.get(name);

    async function* behind(): AsyncGenerator<FunctionVersion> {
      if (place === undefined) yield latest;
      const after = place === undefined || place === latest.version ? 0 : Number(place);
      for (const number of versions.filter((version) => version > after)) {
        const found = await catalog.findVersion(name, String(number));
        if (found !== undefined) yield found;
      }
    }

    const { items, nextMarker } = await pageOf(behind(), input.MaxItems, {
      placeOf: ({ version }) => version,
    });
    return {
      value: {
        Versions: items.map((item) => listedConfiguration(item, item.version)),
        ...(nextMarker === undefined ? {} : { NextMarker: nextMarker }),
      },
    };
  },
});
