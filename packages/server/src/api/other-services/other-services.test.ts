// What clients of SQS, SNS and S3 get to read when the emulator does not answer.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type Emulator, EmulatorUnavailable } from '../../cloud/emulator/emulator.ts';
import { BodyBudget } from '../http/body-budget.ts';
import { askedService } from './asked-service.ts';
import { OtherServices } from './other-services.ts';

const signed = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=t/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0',
};

/** Requests by kind: of SQS, of S3, and in the query protocol. */
const requests = {
  sqs: { method: 'POST', headers: { 'x-amz-target': 'AmazonSQS.ListQueues' }, body: '{}' },
  s3: { method: 'PUT', headers: signed, body: 'text' },
  query: {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'Action=ListTopics&Version=2010-03-31',
  },
} as const;

async function served(emulator: Partial<Emulator>, maxBodyBytes = 1024) {
  const logged: unknown[] = [];
  const log = {
    info() {},
    warn() {},
    error: (message: string) => void logged.push(message),
  };
  const others = new OtherServices({ emulator: emulator as Emulator, anyHost: false, log });
  const bodies = new BodyBudget(maxBodyBytes);
  const server = createServer((request, response) => {
    const asked = askedService(request);
    const share = bodies.open();
    if (asked === undefined) throw new Error('none of them was asked');
    void others.answer(request, response, { asked, share }).finally(() => share.release());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    logged,
    async send(kind: keyof typeof requests) {
      const answer = await fetch(`http://127.0.0.1:${port}/`, requests[kind]);
      const type = answer.headers.get('content-type');
      return { status: answer.status, type, text: await answer.text() };
    },
  };
}

function failing(reason: Error): Partial<Emulator> {
  return { serve: () => Promise.reject(reason), call: () => Promise.reject(reason) };
}

test('an emulator that cannot be loaded is told in the form that each client reads', async () => {
  const { send, logged } = await served(failing(new EmulatorUnavailable('It is <gone>.')));
  expect(await send('sqs')).toEqual({
    status: 503,
    type: 'application/x-amz-json-1.0',
    text: '{"__type":"com.amazonaws.sqs#ServiceUnavailable","message":"It is <gone>."}',
  });
  const inner = '<Code>ServiceUnavailable</Code><Message>It is &lt;gone&gt;.</Message>';
  expect(await send('s3')).toEqual({
    status: 503,
    type: 'application/xml',
    text: `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inner}</Error>`,
  });
  expect(await send('query')).toEqual({
    status: 503,
    type: 'text/xml',
    text: `<ErrorResponse><Error><Type>Receiver</Type>${inner}</Error></ErrorResponse>`,
  });
  expect(logged).toEqual(Array(3).fill('SQS, SNS and S3 are not available'));
});

test('a failure of ours says nothing but that', async () => {
  const { send, logged } = await served(failing(new Error('the secret')));
  const { status, text } = await send('s3');
  expect(status).toBe(500);
  expect(text).toContain('<Code>InternalError</Code>');
  expect(text).not.toContain('secret');
  expect(logged).toEqual(['The emulator failed']);
});

test('bodies count among those of all requests', async () => {
  const { send } = await served(failing(new Error('never called')), 1);
  for (const kind of ['sqs', 's3', 'query'] as const) {
    expect(await send(kind)).toMatchObject({ status: 503, text: expect.stringContaining('busy') });
  }
});
