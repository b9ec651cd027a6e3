// SQS, SNS and S3 for the whole server: the emulator, and clients that find it or what the environment names.
// Nothing of either is loaded before it is used.

import type { Logger } from '../base/logger.ts';
import type { CloudServices } from './cloud-services.ts';
import type { Emulator } from './emulator/emulator.ts';
import { lazyEmulator } from './emulator/lazy-emulator.ts';
import { lazyCloudServices } from './lazy-cloud-services.ts';
import type { Surroundings } from './open-cloud-services.ts';

export interface Cloud extends AsyncDisposable {
  readonly emulator: Emulator;
  readonly services: CloudServices;
}

export interface CloudOptions extends Surroundings {
  /** Where the emulator keeps its data; in memory without it. */
  readonly dataDir: string | undefined;
  readonly log: Logger;
}

export function openCloud({ dataDir, environment, ownUrl, log }: CloudOptions): Cloud {
  const emulator = lazyEmulator(async () => {
    const { openEmulator } = await import('./emulator/open-emulator.ts');
    return openEmulator({ dataDir, log });
  });
  const services = lazyCloudServices(async () => {
    const { openCloudServices } = await import('./open-cloud-services.ts');
    return openCloudServices({ emulator, environment, ownUrl });
  });
  return {
    emulator,
    services,
    async [Symbol.asyncDispose]() {
      await services[Symbol.asyncDispose]();
      await emulator[Symbol.asyncDispose]();
    },
  };
}
