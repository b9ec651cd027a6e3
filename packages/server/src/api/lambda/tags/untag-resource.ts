// UntagResource.

import type { UntagResourceCommandInput } from '@aws-sdk/client-lambda';
import { tagFunction } from '../../../lambda/functions/function-properties.ts';
import { required, structure } from '../../validation/shape.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { tagKeys } from '../shapes.ts';
import { taggedFunction, taggedResource } from './tagged-function.ts';

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
  async run({ scope, functions }, input) {
    const name = taggedFunction(scope, input.Resource);
    await tagFunction(functions, name, { add: {}, remove: input.TagKeys });
    return {};
  },
});
