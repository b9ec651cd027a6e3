// UntagResource.

import type { UntagResourceCommandInput } from '@aws-sdk/client-dynamodb';
import { defineOperation, type Checked } from '../operation.ts';
import { list, required, string, structure } from '../validation/shape.ts';
import { tableOfResourceArn } from './resource-arn.ts';

export const untagResource = defineOperation<Checked<UntagResourceCommandInput, 'TagKeys'>>({
  name: 'UntagResource',
  // Of a missing table it says no more than operations on items do (observed on AWS).
  style: { plane: 'items', prefixed: false },
  input: structure('UntagResourceInput', {
    ResourceArn: string(),
    TagKeys: required(list(string())),
  }),
  async run({ scope, database }, input) {
    const name = tableOfResourceArn(scope, input.ResourceArn, 'UntagResource');
    await database.untagTable(scope, name, input.TagKeys);
    return { value: {} };
  },
});
