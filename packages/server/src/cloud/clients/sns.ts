// Publishes to topics through the SDK.

import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { MessageAttributes } from '../cloud-services.ts';
import type { Connection } from './connection.ts';

export function topicClient(connection: Connection) {
  const client = new SNSClient(connection);
  return {
    async publish(
      topicArn: string,
      { body, attributes = {} }: { readonly body: string; readonly attributes?: MessageAttributes },
    ): Promise<void> {
      const values = Object.entries(attributes).map(
        ([name, { type, value }]) => [name, { DataType: type, StringValue: value }] as const,
      );
      await client.send(
        new PublishCommand({
          TopicArn: topicArn,
          Message: body,
          ...(values.length === 0 ? {} : { MessageAttributes: Object.fromEntries(values) }),
        }),
      );
    },
    destroy: () => client.destroy(),
  };
}
