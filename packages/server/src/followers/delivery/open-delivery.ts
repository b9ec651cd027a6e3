// Delivery of what triggers give up.

import type { Logger } from '../../base/logger.ts';
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
  log,
}: {
  readonly cloud: CloudServices;
  readonly runtime: Runtime;
  readonly log: Logger;
}): Delivery {
  /** What was told last of a mapping whose deliveries fail: they are tried again and again, and told once. */
  const told = new Map<string, string>();
  return {
    async deliver(destinationArn, failed) {
      const { region, account } = failed;
      const parcel = {
        message: () => streamDocument(failed),
        object: () => ({
          key: streamObjectKey(failed, randomUuid(runtime)),
          body: streamObject(failed),
        }),
      };
      const { uuid: mapping } = failed;
      try {
        await sendTo(destinationArn, parcel, { cloud, sender: { region, account } });
        told.delete(mapping);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        if (told.get(mapping) !== reason) {
          log.warn('What a trigger gave up cannot be delivered, and is tried again', {
            mapping,
            reason,
          });
        }
        told.set(mapping, reason);
        throw error;
      }
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
