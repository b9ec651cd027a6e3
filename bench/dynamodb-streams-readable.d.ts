// The package has no types of its own.

declare module 'dynamodb-streams-readable' {
  import type { Readable } from 'node:stream';
  import type { DynamoDBStreams } from '@aws-sdk/client-dynamodb-streams';

  /** Reads one shard, the first of the stream, from TRIM_HORIZON; each chunk is a page's records. */
  export default function DynamoDBStreamReadable(
    client: DynamoDBStreams,
    arn: string,
    options: { readonly readInterval: number },
  ): Readable;
}
