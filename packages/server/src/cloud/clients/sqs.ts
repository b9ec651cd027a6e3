// Sends messages to queues through the SDK.

import {
  GetQueueUrlCommand,
  type MessageAttributeValue,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { MessageAttributes, QueueAddress } from '../cloud-services.ts';
import type { Connection } from './connection.ts';

export function queueClient(connection: Connection) {
  // Emulators tell URLs of hosts that not every resolver knows; the endpoint is where they are.
  const client = new SQSClient({ ...connection, useQueueUrlAsEndpoint: false });
  return {
    async send(
      { queue, account }: QueueAddress,
      { body, attributes }: { readonly body: string; readonly attributes?: MessageAttributes },
    ): Promise<void> {
      const { QueueUrl } = await client.send(
        new GetQueueUrlCommand({ QueueName: queue, QueueOwnerAWSAccountId: account }),
      );
      await client.send(
        new SendMessageCommand({
          QueueUrl,
          MessageBody: body,
          MessageAttributes: attributeValues(attributes),
        }),
      );
    },
    destroy: () => client.destroy(),
  };
}

function attributeValues(
  attributes: MessageAttributes | undefined,
): Record<string, MessageAttributeValue> | undefined {
  if (attributes === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { type, value }]) => [
      name,
      { DataType: type, StringValue: value },
    ]),
  );
}
