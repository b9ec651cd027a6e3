// The yardstick: node:http that takes a request's body and sends a ready answer, with as many headers as
// Headwater's answers have, and does nothing else.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { play } from './child-role.ts';

const role = { listen, setAnswer };
export type BareRole = typeof role;

let answer: { readonly body: Buffer; readonly headers: readonly string[] } | undefined;

play(role);

/** Resolves with the port. */
async function listen(): Promise<number> {
  const server = createServer({ noDelay: true }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (answer === undefined) throw new Error('no answer was set');
      response.writeHead(200, answer.headers as string[]);
      response.end(answer.body);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function setAnswer(body: Uint8Array): Promise<void> {
  const headers = ['Server', 'Server', 'x-amzn-RequestId', 'R'.repeat(52)];
  headers.push('Content-Type', 'application/x-amz-json-1.0', 'x-amz-crc32', '2745614147');
  headers.push('Content-Length', String(body.length));
  answer = { body: Buffer.from(body), headers };
}
