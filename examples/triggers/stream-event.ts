// What Lambda hands to a function of a table, as far as the examples look at it. In your own project,
// `@types/aws-lambda` has the whole of it.

import type { AttributeValue } from '@aws-sdk/client-dynamodb';

type Item = Record<string, AttributeValue>;

export interface DynamoDBStreamRecord {
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly dynamodb: {
    readonly Keys: Item;
    /** Absent of a REMOVE. */
    readonly NewImage?: Item;
    readonly SequenceNumber: string;
  };
}

export interface DynamoDBStreamEvent {
  readonly Records: readonly DynamoDBStreamRecord[];
}
