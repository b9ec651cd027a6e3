// CreateEventSourceMapping.

import type { CreateEventSourceMappingCommandInput } from '@aws-sdk/client-lambda';
import type { StartingPosition } from '../../../lambda/mappings/event-source-mapping.ts';
import { enumeration, structure, timestamp } from '../../validation/shape.ts';
import { invalidParameter } from '../lambda-errors.ts';
import { type Checked, defineLambdaOperation } from '../lambda-operation.ts';
import { referenceOf } from '../references.ts';
import { namespacedFunctionName, tags } from '../shapes.ts';
import { mappingConfiguration } from './mapping-configuration.ts';
import { eventSourceArn, failureMembers, handOutMembers } from './mapping-members.ts';
import { refuseMembersOfOtherSources, settingsChange } from './settings-change.ts';

type Input = Checked<CreateEventSourceMappingCommandInput, 'FunctionName'>;

export const createEventSourceMapping = defineLambdaOperation<Input>({
  name: 'CreateEventSourceMapping',
  http: 'POST /2015-03-31/event-source-mappings',
  status: 202,
  input: structure('CreateEventSourceMappingRequest', {
    EventSourceArn: eventSourceArn,
    FunctionName: namespacedFunctionName,
    ...handOutMembers,
    StartingPosition: enumeration(['LATEST', 'AT_TIMESTAMP', 'TRIM_HORIZON']),
    StartingPositionTimestamp: timestamp(),
    ...failureMembers,
    Tags: tags,
  }),
  async run({ scope, mappings }, input) {
    const created = await mappings.create({
      ...sourceOf(input),
      settings: settingsChange(input),
      function: referenceOf(scope, input),
      tags: input.Tags ?? {},
    });
    return { value: mappingConfiguration(created) };
  },
});

/** @throws RestError */
function sourceOf(input: Input): {
  readonly eventSourceArn: string;
  readonly startingPosition: StartingPosition;
} {
  const { EventSourceArn: arn } = input;
  refuseMembersOfOtherSources(input);
  if (arn === undefined || arn === '') throw invalidParameter('Unrecognized event source.');
  return { eventSourceArn: arn, startingPosition: startOf(input) };
}

function startOf({ StartingPosition: type, StartingPositionTimestamp }: Input): StartingPosition {
  // Observed on AWS, which has another name for this than for other violations.
  if (type === undefined) {
    throw invalidParameter(
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    );
  }
  if (type !== 'AT_TIMESTAMP') return { type };
  if (StartingPositionTimestamp === undefined) {
    throw invalidParameter('StartingPosition AT_TIMESTAMP takes a StartingPositionTimestamp.');
  }
  // Seconds in the request, whatever the SDK's type says.
  return { type, time: Number(StartingPositionTimestamp) * 1000 };
}
