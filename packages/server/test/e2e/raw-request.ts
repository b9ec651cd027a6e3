// A request without an SDK: its bytes as they are, and the answer's.

import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { authorization } from '../authorization.ts';

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** As sent, before any decompression. */
  readonly body: Buffer;
}

export async function rawRequest(
  endpoint: string,
  operation: string,
  sent: {
    readonly body: string | Uint8Array;
    readonly headers?: Readonly<Record<string, string>>;
  },
): Promise<RawAnswer> {
  const outgoing = request(endpoint, {
    method: 'POST',
    agent: false,
    headers: {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': `DynamoDB_20120810.${operation}`,
      Authorization: authorization,
      'X-Amz-Date': '20260101T000000Z',
      ...sent.headers,
    },
  });
  outgoing.end(sent.body);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: await buffer(answer) };
}
