// RemoveTagsFromStream.

import type { RemoveTagsFromStreamCommandInput } from '@aws-sdk/client-kinesis';
import { removeTags } from '../../../kinesis/streams/change-stream.ts';
import type { Checked } from '../../operation.ts';
import { required, structure } from '../../validation/shape.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { streamMembers, tagKeys } from '../shapes.ts';
import { streamOf } from '../stream-reference.ts';
import { checkTagTexts } from '../tag-rules.ts';

export const removeTagsFromStream = defineKinesisOperation<
  Checked<RemoveTagsFromStreamCommandInput, 'TagKeys'>
>({
  name: 'RemoveTagsFromStream',
  input: structure('RemoveTagsFromStreamInput', { TagKeys: required(tagKeys), ...streamMembers }),
  async run({ kinesis, scope }, input) {
    const stream = streamOf(scope, input);
    checkTagTexts(input.TagKeys, { stream, scope, what: 'remove tags from' });
    await removeTags(kinesis, stream, input.TagKeys);
    return undefined;
  },
});
