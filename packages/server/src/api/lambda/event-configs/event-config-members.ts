// The members of an event invoke config, in requests and answers.

import type {
  FunctionEventInvokeConfig,
  PutFunctionEventInvokeConfigCommandInput,
} from '@aws-sdk/client-lambda';
import { functionArn, type FunctionName } from '../../../lambda/functions/function.ts';
import type { EventConfig } from '../../../lambda/functions/function-record.ts';
import { integer, string, structure } from '../../validation/shape.ts';
import { invalidParameter } from '../lambda-errors.ts';
import { namespacedFunctionName, qualifier } from '../shapes.ts';

const destination = string({ min: 0, max: 350 });

export const eventConfigMembers = {
  FunctionName: namespacedFunctionName,
  Qualifier: qualifier,
  MaximumRetryAttempts: integer({ min: 0, max: 2 }),
  MaximumEventAgeInSeconds: integer({ min: 60, max: 21_600 }),
  DestinationConfig: structure('DestinationConfig', {
    OnSuccess: structure('OnSuccess', { Destination: destination }),
    OnFailure: structure('OnFailure', { Destination: destination }),
  }),
};

/** @throws RestError when nothing is said */
export function eventConfigOf(
  input: PutFunctionEventInvokeConfigCommandInput,
): Omit<EventConfig, 'qualifier' | 'modifiedAt'> {
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = input;
  if (
    MaximumRetryAttempts === undefined &&
    MaximumEventAgeInSeconds === undefined &&
    DestinationConfig === undefined
  ) {
    throw invalidParameter(
      'You must specify at least one of error handling or destination setting.',
    );
  }
  const { OnSuccess, OnFailure } = DestinationConfig ?? {};
  return {
    ...(MaximumRetryAttempts === undefined ? {} : { maxRetries: MaximumRetryAttempts }),
    ...(MaximumEventAgeInSeconds === undefined ? {} : { maxAgeSeconds: MaximumEventAgeInSeconds }),
    ...(DestinationConfig === undefined
      ? {}
      : {
          onSuccess: OnSuccess?.Destination ?? '',
          onFailure: OnFailure?.Destination ?? '',
        }),
  };
}

/** LastModified is in seconds here, as timestamps of JSON are. */
export function shownEventConfig(
  name: FunctionName,
  config: EventConfig,
): Omit<FunctionEventInvokeConfig, 'LastModified'> & { readonly LastModified: number } {
  const { qualifier: of, modifiedAt, maxRetries, maxAgeSeconds, onSuccess, onFailure } = config;
  return {
    LastModified: modifiedAt / 1000,
    FunctionArn: functionArn(name, of),
    ...(maxRetries === undefined ? {} : { MaximumRetryAttempts: maxRetries }),
    ...(maxAgeSeconds === undefined ? {} : { MaximumEventAgeInSeconds: maxAgeSeconds }),
    DestinationConfig: {
      OnSuccess: shownDestination(onSuccess),
      OnFailure: shownDestination(onFailure),
    },
  };
}

function shownDestination(arn = ''): { readonly Destination?: string } {
  return arn === '' ? {} : { Destination: arn };
}
