// TagResource.

import type { TagResourceCommandInput } from '@aws-sdk/client-dynamodb';
import { defineOperation, type Checked } from '../operation.ts';
import { required, string, structure } from '../validation/shape.ts';
import { tableOfResourceArn } from './resource-arn.ts';
import { tagList } from './shapes.ts';
import { tagsOf } from './table-settings.ts';

export const tagResource = defineOperation<Checked<TagResourceCommandInput, 'Tags'>>({
  name: 'TagResource',
  // Of a missing table it says no more than operations on items do (observed on AWS).
  style: { plane: 'items', prefixed: false },
  input: structure('TagResourceInput', { ResourceArn: string(), Tags: required(tagList) }),
  async run({ scope, database }, input) {
    const name = tableOfResourceArn(scope, input.ResourceArn, 'TagResource');
    await database.tagTable(scope, name, tagsOf(input.Tags));
    return { value: {} };
  },
});
