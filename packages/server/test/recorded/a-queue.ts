// A queue for what a function fails on, by SQS's JSON protocol on the server's own port.

import type { Scene } from './a-trigger.ts';

export interface Queue {
  readonly url: string;
  readonly arn: string;
}

export async function aQueue(scene: Scene): Promise<Queue> {
  const { QueueUrl: url } = (await call(scene, 'CreateQueue', { QueueName: 'failed' })) as {
    readonly QueueUrl: string;
  };
  return { url, arn: 'arn:aws:sqs:us-east-1:000000000000:failed' };
}

/** The messages in it, as SQS answers them, with bodies parsed. */
export async function messages(scene: Scene, { url }: Queue): Promise<any[]> {
  const request = { QueueUrl: url, MaxNumberOfMessages: 10 };
  const { Messages = [] } = (await call(scene, 'ReceiveMessage', request)) as {
    readonly Messages?: readonly { readonly Body: string }[];
  };
  return Messages.map(({ Body, ...message }) => Object.assign(message, { Body: JSON.parse(Body) }));
}

async function call({ headwater }: Scene, operation: string, body: object): Promise<unknown> {
  const credential = '000000000000/20260101/us-east-1/sqs/aws4_request';
  const answer = await fetch(headwater.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AmazonSQS.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${operation}: ${await answer.text()}`);
  return answer.json();
}
