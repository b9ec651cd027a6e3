// TagResource.

import type { TagResourceCommandInput } from '@aws-sdk/client-lambda';
import { tagFunction } from '../../../lambda/functions/function-properties.ts';
import { required, structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { tags } from '../shapes.ts';
import { taggedFunction, taggedResource } from './tagged-function.ts';

export const tagResource = defineLambdaOperation<
  Checked<TagResourceCommandInput, 'Resource' | 'Tags'>
>({
  name: 'TagResource',
  http: 'POST /2017-03-31/tags/{Resource}',
  status: 204,
  input: structure('TagResourceRequest', { Resource: taggedResource, Tags: required(tags) }),
  async run({ scope, functions }, input) {
    const name = taggedFunction(scope, input.Resource);
    await tagFunction(functions, name, { add: input.Tags, remove: [] });
    return {};
  },
});
