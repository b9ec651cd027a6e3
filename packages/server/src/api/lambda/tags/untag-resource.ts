// UntagResource.

import type { UntagResourceCommandInput } from '@aws-sdk/client-lambda';
import { required, structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { tagKeys } from '../shapes.ts';
import { resourceOf, taggedResource } from './tagged-resource.ts';

export const untagResource = defineLambdaOperation<
  Checked<UntagResourceCommandInput, 'Resource' | 'TagKeys'>
>({
  name: 'UntagResource',
  http: 'DELETE /2017-03-31/tags/{Resource}',
  status: 204,
  query: { TagKeys: 'tagKeys' },
  input: structure('UntagResourceRequest', {
    Resource: taggedResource,
    TagKeys: required(tagKeys),
  }),
  async run(context, { Resource, TagKeys }) {
    await resourceOf(context, Resource).tag({ add: {}, remove: TagKeys });
    return {};
  },
});
