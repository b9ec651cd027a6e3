// Delivery of what became of asynchronous invocations.

import type { Runtime } from '../../base/runtime.ts';
import { randomUuid } from '../../base/uuid.ts';
import { parseDestination } from '../../cloud/arn.ts';
import type { CloudServices } from '../../cloud/cloud-services.ts';
import type {
  EventDestinations,
  EventInvocation,
} from '../../lambda/functions/event-destinations.ts';
import {
  deadLetter,
  deadLetterAttributes,
  eventDocument,
  eventObjectKey,
} from './event-document.ts';
import { sendTo } from './send-to.ts';

export function openEventDestinations({
  cloud,
  runtime,
  invokeLater,
}: {
  readonly cloud: CloudServices;
  readonly runtime: Runtime;
  /** Accepts an event of a function of this server. @throws FunctionRefused when there are too many */
  readonly invokeLater: (invocation: EventInvocation) => void;
}): EventDestinations {
  return {
    async deliver(arn, outcome) {
      const destination = parseDestination(arn);
      if (destination?.service === 'lambda') {
        const { service: _, ...reference } = destination;
        const payload = Buffer.from(eventDocument(outcome));
        invokeLater({ reference, payload, requestId: randomUuid(runtime) });
        return;
      }
      const parcel = {
        message: () => eventDocument(outcome),
        // Buckets are told of failures alone.
        ...(outcome.condition === 'Success'
          ? {}
          : {
              object: () => ({
                key: eventObjectKey(outcome, randomUuid(runtime)),
                body: Buffer.from(eventDocument(outcome)),
              }),
            }),
      };
      await sendTo(arn, parcel, { cloud, sender: outcome.reference });
    },
    async deadLetter(arn, outcome) {
      const parcel = {
        message: () => deadLetter(outcome),
        attributes: deadLetterAttributes(outcome),
      };
      await sendTo(arn, parcel, { cloud, sender: outcome.reference });
    },
  };
}
