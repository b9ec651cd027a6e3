// ListTags.

import type { ListTagsCommandInput } from '@aws-sdk/client-lambda';
import { structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { taggedFunction, taggedResource } from './tagged-function.ts';

export const listTags = defineLambdaOperation<Checked<ListTagsCommandInput, 'Resource'>>({
  name: 'ListTags',
  http: 'GET /2017-03-31/tags/{Resource}',
  status: 200,
  input: structure('ListTagsRequest', { Resource: taggedResource }),
  async run({ scope, functions }, input) {
    const { tags } = await functions.catalog.get(taggedFunction(scope, input.Resource));
    return { value: { Tags: tags } };
  },
});
