// AddTagsToStream.

import type { AddTagsToStreamCommandInput } from '@aws-sdk/client-kinesis';
import { addTags } from '../../../kinesis/streams/change-stream.ts';
import type { Checked } from '../../operation.ts';
import { required, structure } from '../../validation/shape.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { streamMembers, tagMap } from '../shapes.ts';
import { streamOf } from '../stream-reference.ts';
import { checkTagTexts } from '../tag-rules.ts';

export const addTagsToStream = defineKinesisOperation<Checked<AddTagsToStreamCommandInput, 'Tags'>>(
  {
    name: 'AddTagsToStream',
    input: structure('AddTagsToStreamInput', { Tags: required(tagMap), ...streamMembers }),
    async run({ kinesis, scope }, input) {
      const stream = streamOf(scope, input);
      const tags = Object.entries(input.Tags);
      checkTagTexts(tags.flat(), { stream, scope, what: 'add tags to' });
      await addTags(kinesis, stream, tags);
      return undefined;
    },
  },
);
