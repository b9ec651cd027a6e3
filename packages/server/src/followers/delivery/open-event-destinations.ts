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
import { DeliveryFailed } from './delivery.ts';
import { sendTo } from './send-to.ts';

/** Lambda developer guide, "Use Lambda recursive loop detection to prevent infinite loops". */
const MAX_CHAIN = 16;

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
        if (outcome.chain >= MAX_CHAIN) throw new DeliveryFailed(endless(arn));
        const { service: _, ...reference } = destination;
        const payload = Buffer.from(eventDocument(outcome));
        const chain = outcome.chain + 1;
        invokeLater({ reference, payload, requestId: randomUuid(runtime), chain });
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

function endless(arn: string): string {
  return `${arn} is not called: ${MAX_CHAIN} functions have called each other as destinations, which looks like a loop.`;
}
