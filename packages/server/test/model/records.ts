// Records of GetRecords as tests compare them, from DynamoDB JSON or from what the SDK makes of it.

import type { Item } from './model-state.ts';
import type { SeenRecord } from './system.ts';

/** The part of a record that both ways in share. */
export interface WireRecord {
  readonly eventID?: string | undefined;
  readonly eventName?: string | undefined;
  readonly userIdentity?: { readonly PrincipalId?: string | undefined } | undefined;
  readonly dynamodb?:
    | {
        readonly ApproximateCreationDateTime?: number | Date | undefined;
        readonly Keys?: Readonly<Record<string, { readonly S?: string | undefined }>> | undefined;
        readonly NewImage?: object | undefined;
        readonly OldImage?: object | undefined;
        readonly SequenceNumber?: string | undefined;
        readonly StreamViewType?: string | undefined;
      }
    | undefined;
}

export function seenRecord({ eventID, eventName, userIdentity, dynamodb }: WireRecord): SeenRecord {
  const time = dynamodb?.ApproximateCreationDateTime;
  return {
    eventId: eventID ?? '',
    eventName: eventName ?? '',
    key: dynamodb?.Keys?.['p']?.S ?? '',
    before: dynamodb?.OldImage as Item | undefined,
    after: dynamodb?.NewImage as Item | undefined,
    viewType: dynamodb?.StreamViewType ?? '',
    seconds: time instanceof Date ? time.getTime() / 1000 : (time ?? Number.NaN),
    number: dynamodb?.SequenceNumber ?? '',
    byTimeToLive: userIdentity?.PrincipalId === 'dynamodb.amazonaws.com',
  };
}
