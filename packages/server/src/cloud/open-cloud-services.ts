// Clients of SQS, SNS and S3, each loaded and made when it is first used.

import type { CloudServices } from './cloud-services.ts';
import { connectionTo } from './clients/connection.ts';
import type { Emulator, EmulatorTarget } from './emulator/emulator.ts';
import { endpointOf, hasCredentials } from './endpoints.ts';

export interface Surroundings {
  /** The variables of the process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The server's own URL, once it listens. */
  readonly ownUrl: () => string | undefined;
}

export function openCloudServices({
  emulator,
  environment,
  ownUrl,
}: Surroundings & {
  readonly emulator: Emulator;
}): CloudServices {
  const ownCredentials = hasCredentials(environment);
  const clients = new Map<string, Promise<{ destroy(): void }>>();

  /** The client of a region and an account. */
  function clientOf<Client extends { destroy(): void }>(
    { service, region, account }: EmulatorTarget & { readonly account: string },
    make: (connection: ReturnType<typeof connectionTo>) => Promise<Client>,
  ): Promise<Client> {
    const name = `${service}/${region}/${account}`;
    const known = clients.get(name) as Promise<Client> | undefined;
    if (known !== undefined) return known;
    const endpoint = endpointOf(service, { environment, own: ownUrl() });
    const target = { service, region };
    const made = make(connectionTo(target, { endpoint, emulator, account, ownCredentials }));
    clients.set(name, made);
    return made;
  }

  return {
    async sendMessage(queue, message) {
      const client = await clientOf({ service: 'sqs', ...queue }, async (connection) =>
        (await import('./clients/sqs.ts')).queueClient(connection),
      );
      await client.send(queue, message);
    },
    async publish(topicArn, { region, account, ...message }) {
      const client = await clientOf({ service: 'sns', region, account }, async (connection) =>
        (await import('./clients/sns.ts')).topicClient(connection),
      );
      await client.publish(topicArn, message);
    },
    async putObject(address, body) {
      await (await objects(address)).put(address, body);
    },
    async getObject(address, maxBytes) {
      return (await objects(address)).get(address, maxBytes);
    },
    async [Symbol.asyncDispose]() {
      for (const client of await Promise.allSettled(clients.values())) {
        if (client.status === 'fulfilled') client.value.destroy();
      }
    },
  };

  function objects({ region, account }: { readonly region: string; readonly account: string }) {
    return clientOf({ service: 's3', region, account }, async (connection) =>
      (await import('./clients/s3.ts')).objectClient(connection),
    );
  }
}
