// The emulator: one fauxqs for the buckets, and one for the queues and topics of each region, because fauxqs keeps
// queues by their name alone. Requests come from Headwater's port; fauxqs never listens itself.

import { join } from 'node:path';
import { assert } from '../../base/assert.ts';
import type { Logger } from '../../base/logger.ts';
import { type Emulator, type EmulatorTarget, EmulatorUnavailable } from './emulator.ts';
import { type Fauxqs, loadFauxqs } from './fauxqs.ts';
import { type FauxqsInstance, openInstance } from './fauxqs-instance.ts';
import { answerSqsQuery, isQueryRequest } from './sqs-query.ts';

export interface EmulatorOptions {
  /** Where its data lives, in a folder of its own; in memory without it. */
  readonly dataDir: string | undefined;
  readonly log: Logger;
}

const OBJECTS = 's3';

/** Nothing else may become the name of a folder. */
const REGION = /^[a-z0-9-]{1,64}$/;

/** Rejects with EmulatorUnavailable. */
export async function openEmulator({ dataDir, log }: EmulatorOptions): Promise<Emulator> {
  const fauxqs = await loaded();
  const instances = new Map<string, Promise<FauxqsInstance>>();
  const opened = new Set<FauxqsInstance>();

  async function open(folder: string): Promise<FauxqsInstance> {
    const directory = dataDir === undefined ? undefined : join(dataDir, 'emulator', folder);
    const bodies = folder === OBJECTS ? 'objects' : 'messages';
    const instance = await openInstance(fauxqs, { directory, bodies, log });
    opened.add(instance);
    return instance;
  }

  function instanceOf({ service, region }: EmulatorTarget): Promise<FauxqsInstance> {
    assert(REGION.test(region), 'a region was checked');
    const folder = service === 's3' ? OBJECTS : join('regions', region);
    let instance = instances.get(folder);
    if (instance === undefined) {
      instances.set(folder, (instance = open(folder)));
      // The next request tries again.
      instance.catch(() => instances.delete(folder));
    }
    return instance;
  }

  return {
    async serve(request, response, target) {
      return (await instanceOf(target)).serve(request, response, target.service);
    },
    async call(request, target) {
      const instance = await instanceOf(target);
      if (target.service !== 'sqs' || !isQueryRequest(request)) {
        return instance.call(request, target.service);
      }
      return answerSqsQuery(request, (translated) => instance.call(translated, 'sqs'));
    },
    endWaiting() {
      for (const instance of opened) instance.endWaiting();
    },
    async [Symbol.asyncDispose]() {
      await Promise.allSettled(instances.values());
      await Promise.all([...opened].map((instance) => instance[Symbol.asyncDispose]()));
    },
  };
}

async function loaded(): Promise<Fauxqs> {
  try {
    return await loadFauxqs();
  } catch (error) {
    throw new EmulatorUnavailable(
      'SQS, SNS and S3 are emulated by the package fauxqs, which could not be loaded. Install Headwater again, or set AWS_ENDPOINT_URL_SQS, AWS_ENDPOINT_URL_SNS and AWS_ENDPOINT_URL_S3.',
      { cause: error },
    );
  }
}
