// ListTagsOfResource. A table has 50 tags at most and they make one page, as on AWS, so a NextToken is
// never given, and none is known.

import type { ListTagsOfResourceCommandInput } from '@aws-sdk/client-dynamodb';
import { Refused } from '../../write/refusal.ts';
import { validationError, WireError } from '../errors.ts';
import { defineOperation } from '../operation.ts';
import { string, structure } from '../validation/shape.ts';
import { tableOfResourceArn } from './resource-arn.ts';

export const listTagsOfResource = defineOperation<ListTagsOfResourceCommandInput>({
  name: 'ListTagsOfResource',
  style: { plane: 'tables', prefixed: false },
  input: structure('ListTagsOfResourceInput', { ResourceArn: string(), NextToken: string() }),
  async run({ scope, database }, input) {
    const arn = input.ResourceArn;
    const name = tableOfResourceArn(scope, arn, 'ListTagsOfResource');
    // AWS's text is not recorded.
    if (input.NextToken !== undefined) throw validationError('Invalid NextToken');
    try {
      const tags = await database.listTags(scope, name);
      return { value: { Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })) } };
    } catch (error) {
      if (!(error instanceof Refused) || error.refusal.kind !== 'table-not-found') throw error;
      // The misspelling is AWS's (observed).
      const text = `Requested resource not found: ResourcArn: ${arn} not found`;
      throw new WireError('ResourceNotFoundException', text);
    }
  },
});
