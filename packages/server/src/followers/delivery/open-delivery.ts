// Delivery of what triggers give up.

import type { Runtime } from '../../base/runtime.ts';
import { randomUuid } from '../../base/uuid.ts';
import type { CloudServices } from '../../cloud/cloud-services.ts';
import type { Delivery } from './delivery.ts';
import { sendTo } from './send-to.ts';
import { streamDocument, streamObject, streamObjectKey } from './stream-document.ts';

/** Closes nothing of `cloud`, which others use too. */
export function openDelivery({
  cloud,
  runtime,
}: {
  readonly cloud: CloudServices;
  readonly runtime: Runtime;
}): Delivery {
  return {
    deliver(destinationArn, failed) {
      const { region, account } = failed;
      const parcel = {
        message: () => streamDocument(failed),
        object: () => ({
          key: streamObjectKey(failed, randomUuid(runtime)),
          body: streamObject(failed),
        }),
      };
      return sendTo(destinationArn, parcel, { cloud, sender: { region, account } });
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
