// ListTagsForStream.

import type { ListTagsForStreamCommandInput } from '@aws-sdk/client-kinesis';
import { findStream } from '../../../kinesis/streams/stream-catalog.ts';
import { integer, structure } from '../../validation/shape.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { streamMembers, tagKey } from '../shapes.ts';
import { streamOf } from '../stream-reference.ts';
import { tagList } from '../tag-rules.ts';

/** As many as a stream can have. */
const maxTags = 50;

export const listTagsForStream = defineKinesisOperation<ListTagsForStreamCommandInput>({
  name: 'ListTagsForStream',
  input: structure('ListTagsForStreamInput', {
    Limit: integer({ min: 1, max: maxTags }),
    ExclusiveStartTagKey: tagKey,
    ...streamMembers,
  }),
  async run({ kinesis, scope }, input) {
    const { tags } = await findStream(kinesis, streamOf(scope, input));
    const { ExclusiveStartTagKey: start = '', Limit: limit = maxTags } = input;
    const behind = tags.filter(([key]) => key > start);
    const listed = tagList(behind);
    return { Tags: listed.slice(0, limit), HasMoreTags: listed.length > limit };
  },
});
