// Puts and gets objects through the SDK.

import type { Readable } from 'node:stream';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ObjectAddress } from '../cloud-services.ts';
import type { Connection } from './connection.ts';

export function objectClient(connection: Connection) {
  // Names of buckets in the name of the host need a resolver that knows them.
  const client = new S3Client({ ...connection, forcePathStyle: true });
  return {
    async put({ bucket, key }: ObjectAddress, body: Uint8Array): Promise<void> {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: body,
          ContentType: 'application/json',
        }),
      );
    },
    async get(
      { bucket, key, version }: ObjectAddress & { readonly version?: string | undefined },
      maxBytes: number,
    ): Promise<Uint8Array | undefined> {
      const { Body, ContentLength = 0 } = await client.send(
        new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: version }),
      );
      const stream = Body as Readable;
      if (ContentLength > maxBytes) {
        stream.destroy();
        return undefined;
      }
      const chunks: Buffer[] = [];
      let sizeBytes = 0;
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        sizeBytes += chunk.length;
        // Who leaves the loop destroys the stream.
        if (sizeBytes > maxBytes) return undefined;
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    },
    destroy: () => client.destroy(),
  };
}
