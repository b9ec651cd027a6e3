// The clients of SQS, SNS and S3, loaded by the first that needs one.

import type { CloudServices } from './cloud-services.ts';

export function lazyCloudServices(load: () => Promise<CloudServices>): CloudServices {
  let loading: Promise<CloudServices> | undefined;
  const services = (): Promise<CloudServices> => (loading ??= load());
  return {
    async sendMessage(...call) {
      await (await services()).sendMessage(...call);
    },
    async publish(...call) {
      await (await services()).publish(...call);
    },
    async putObject(...call) {
      await (await services()).putObject(...call);
    },
    async getObject(...call) {
      return (await services()).getObject(...call);
    },
    async [Symbol.asyncDispose]() {
      await (await loading)?.[Symbol.asyncDispose]();
    },
  };
}
