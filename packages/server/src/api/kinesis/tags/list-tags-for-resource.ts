// ListTagsForResource.

import type { ListTagsForResourceCommandInput } from '@aws-sdk/client-kinesis';
import { findStream } from '../../../kinesis/streams/stream-catalog.ts';
import type { Checked } from '../../operation.ts';
import { structure } from '../../validation/shape.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { tagList } from '../tag-rules.ts';
import { resourceMembers, taggedResource } from '../tagged-resource.ts';

export const listTagsForResource = defineKinesisOperation<
  Checked<ListTagsForResourceCommandInput, 'ResourceARN'>
>({
  name: 'ListTagsForResource',
  input: structure('ListTagsForResourceInput', resourceMembers),
  async run(context, input) {
    const { stream, consumer } = await taggedResource(context, input.ResourceARN);
    const { tags } = consumer ?? (await findStream(context.kinesis, stream));
    return { Tags: tagList(tags) };
  },
});
