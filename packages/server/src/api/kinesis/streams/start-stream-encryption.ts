// StartStreamEncryption: stored and shown, and nothing is encrypted.

import type { StartStreamEncryptionCommandInput } from '@aws-sdk/client-kinesis';
import { changeEncryption } from '../../../kinesis/streams/change-stream.ts';
import type { Checked } from '../../operation.ts';
import { structure } from '../../validation/shape.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { encryptionMembers, streamMembers } from '../shapes.ts';
import { streamOf } from '../stream-reference.ts';

export const startStreamEncryption = defineKinesisOperation<
  Checked<StartStreamEncryptionCommandInput, 'KeyId'>
>({
  name: 'StartStreamEncryption',
  input: structure('StartStreamEncryptionInput', { ...encryptionMembers, ...streamMembers }),
  async run({ kinesis, scope }, input) {
    await changeEncryption(kinesis, streamOf(scope, input), input.KeyId);
    return undefined;
  },
});
