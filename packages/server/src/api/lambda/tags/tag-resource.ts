// TagResource.

import type { TagResourceCommandInput } from '@aws-sdk/client-lambda';
import { required, structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { tags } from '../shapes.ts';
import { resourceOf, taggedResource } from './tagged-resource.ts';

export const tagResource = defineLambdaOperation<
  Checked<TagResourceCommandInput, 'Resource' | 'Tags'>
>({
  name: 'TagResource',
  http: 'POST /2017-03-31/tags/{Resource}',
  status: 204,
  input: structure('TagResourceRequest', { Resource: taggedResource, Tags: required(tags) }),
  async run(context, { Resource, Tags }) {
    await resourceOf(context, Resource).tag({ add: Tags, remove: [] });
    return {};
  },
});
