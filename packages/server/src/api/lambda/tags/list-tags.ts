// ListTags.

import type { ListTagsCommandInput } from '@aws-sdk/client-lambda';
import { structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { resourceOf, taggedResource } from './tagged-resource.ts';

export const listTags = defineLambdaOperation<Checked<ListTagsCommandInput, 'Resource'>>({
  name: 'ListTags',
  http: 'GET /2017-03-31/tags/{Resource}',
  status: 200,
  input: structure('ListTagsRequest', { Resource: taggedResource }),
  async run(context, { Resource }) {
    return { value: { Tags: await resourceOf(context, Resource).tags() } };
  },
});
