// ListFunctionEventInvokeConfigs.

import type { ListFunctionEventInvokeConfigsCommandInput } from '@aws-sdk/client-lambda';
import { FunctionRefused } from '../../../lambda/functions/function-refusal.ts';
import { integer, string, structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { itemsBehind, pageOf } from '../paging.ts';
import { functionOf } from '../references.ts';
import { namespacedFunctionName } from '../shapes.ts';
import { shownEventConfig } from './event-config-members.ts';

export const listFunctionEventInvokeConfigs = defineLambdaOperation<
  Checked<ListFunctionEventInvokeConfigsCommandInput, 'FunctionName'>
>({
  name: 'ListFunctionEventInvokeConfigs',
  http: 'GET /2019-09-25/functions/{FunctionName}/event-invoke-config/list',
  status: 200,
  query: { Marker: 'Marker', MaxItems: 'MaxItems' },
  input: structure('ListFunctionEventInvokeConfigsRequest', {
    FunctionName: namespacedFunctionName,
    Marker: string(),
    MaxItems: integer({ min: 1, max: 50 }),
  }),
  async run({ scope, functions }, input) {
    const name = functionOf(scope, input);
    const record = await functions.catalog.find(name);
    if (record === undefined) throw new FunctionRefused({ kind: 'no-function-for-event-config' });
    const behind = itemsBehind(record.eventConfigs, input.Marker, ({ qualifier }) => qualifier);
    const { items, nextMarker } = await pageOf(behind, input.MaxItems, {
      placeOf: ({ qualifier }) => qualifier,
    });
    return {
      value: {
        FunctionEventInvokeConfigs: items.map((config) => shownEventConfig(name, config)),
        ...(nextMarker === undefined ? {} : { NextMarker: nextMarker }),
      },
    };
  },
});
