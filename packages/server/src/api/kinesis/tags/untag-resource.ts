// UntagResource.

import type { UntagResourceCommandInput } from '@aws-sdk/client-kinesis';
import { removeTags } from '../../../kinesis/streams/change-stream.ts';
import { changeConsumerTags } from '../../../kinesis/streams/consumers.ts';
import { tagsWithout } from '../../../kinesis/streams/tags.ts';
import type { Checked } from '../../operation.ts';
import { required, structure } from '../../validation/shape.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { tagKeys } from '../shapes.ts';
import { checkTagTexts } from '../tag-rules.ts';
import { resourceMembers, taggedResource } from '../tagged-resource.ts';

export const untagResource = defineKinesisOperation<
  Checked<UntagResourceCommandInput, 'TagKeys' | 'ResourceARN'>
>({
  name: 'UntagResource',
  input: structure('UntagResourceInput', { TagKeys: required(tagKeys), ...resourceMembers }),
  async run(context, input) {
    const { kinesis, scope } = context;
    const { stream, consumer } = await taggedResource(context, input.ResourceARN);
    const { TagKeys: keys } = input;
    checkTagTexts(keys, { stream, scope, what: 'remove tags from' });
    if (consumer === undefined) await removeTags(kinesis, stream, keys);
    else {
      await changeConsumerTags(kinesis, stream, consumer.name, (tags) => tagsWithout(tags, keys));
    }
    return undefined;
  },
});
