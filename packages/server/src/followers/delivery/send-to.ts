// Brings something to a queue, a topic or a bucket, and says what went wrong.

import { parseDestination } from '../../cloud/arn.ts';
import type { CloudServices, MessageAttributes } from '../../cloud/cloud-services.ts';
import type { Scope } from '../../model/table.ts';
import { DeliveryFailed } from './delivery.ts';

export interface Parcel {
  /** JSON for queues and topics. */
  readonly message: () => string;
  readonly attributes?: MessageAttributes;
  /** For buckets; absent when a bucket cannot be the destination. */
  readonly object?: () => { readonly key: string; readonly body: Uint8Array };
}

/** `sender` is whose records they are. @throws DeliveryFailed */
export async function sendTo(
  arn: string,
  parcel: Parcel,
  { cloud, sender }: { readonly cloud: CloudServices; readonly sender: Scope },
): Promise<void> {
  const destination = parseDestination(arn);
  const { attributes, object } = parcel;
  const message = () => ({
    body: parcel.message(),
    ...(attributes === undefined ? {} : { attributes }),
  });
  try {
    if (destination?.service === 'sqs') {
      await cloud.sendMessage(destination, message());
    } else if (destination?.service === 'sns') {
      const { region, account } = destination;
      await cloud.publish(arn, { region, account, ...message() });
    } else if (destination?.service === 's3' && object !== undefined) {
      const { region, account } = sender;
      const { key, body } = object();
      await cloud.putObject({ region, account, bucket: destination.bucket, key }, body);
    } else {
      throw new DeliveryFailed(`${arn} cannot be a destination here.`);
    }
  } catch (error) {
    if (error instanceof DeliveryFailed) throw error;
    throw new DeliveryFailed(`${arn} did not take it: ${reasonOf(error)}`, { cause: error });
  }
}

/** Errors of connections have a code and often no text. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  const text = error.message === '' ? (code ?? '') : error.message;
  return error.name === 'Error' || error.name === 'AggregateError'
    ? text
    : `${error.name}: ${text}`;
}
