// TagResource.

import type { TagResourceCommandInput } from '@aws-sdk/client-kinesis';
import { addTags } from '../../../kinesis/streams/change-stream.ts';
import { changeConsumerTags } from '../../../kinesis/streams/consumers.ts';
import { mergedTags } from '../../../kinesis/streams/tags.ts';
import type { Checked } from '../../operation.ts';
import { required, structure } from '../../validation/shape.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { tagMap } from '../shapes.ts';
import { checkTagTexts } from '../tag-rules.ts';
import { resourceMembers, taggedResource } from '../tagged-resource.ts';

export const tagResource = defineKinesisOperation<
  Checked<TagResourceCommandInput, 'Tags' | 'ResourceARN'>
>({
  name: 'TagResource',
  input: structure('TagResourceInput', { Tags: required(tagMap), ...resourceMembers }),
  async run(context, input) {
    const { kinesis, scope } = context;
    const { stream, consumer } = await taggedResource(context, input.ResourceARN);
    const tags = Object.entries(input.Tags);
    checkTagTexts(tags.flat(), { stream, scope, what: 'add tags to' });
    if (consumer === undefined) await addTags(kinesis, stream, tags);
    else {
      const { name } = consumer;
      await changeConsumerTags(kinesis, stream, name, (before) => mergedTags(before, tags, name));
    }
    return undefined;
  },
});
