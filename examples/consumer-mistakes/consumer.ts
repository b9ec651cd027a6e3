// What all consumers in this folder are given, and how they are driven.

import type {
  DynamoDBStreamsClient,
  _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';

export interface ConsumerOptions {
  readonly streams: DynamoDBStreamsClient;
  readonly streamArn: string;
  /** Handles one record; the next one comes when it has resolved. */
  readonly onRecord: (record: StreamRecord) => Promise<void>;
  /** Most records of one GetRecords call. Default: AWS's 1000. */
  readonly pageSize?: number;
}

/**
 * Reads what there is now, each time that it is polled. A service does so in a loop,
 *
 *     while (!stopped) {
 *       await consumer.poll();
 *       await sleep(1000);
 *     }
 *
 * and a test when it wants to.
 */
export interface Consumer {
  poll(): Promise<void>;
}

export type StartConsumer = (options: ConsumerOptions) => Consumer;
