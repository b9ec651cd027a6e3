// The answers that are no AWS JSON.

import type { Reply } from './send.ts';

/** What AWS answers to a request that no operation could be meant by (observed on AWS). */
export const unknownOperationPage: Reply = {
  status: 404,
  body: Buffer.from('<UnknownOperationException/>\n'),
};

export function healthPage(region: string): Reply {
  return {
    status: 200,
    contentType: 'text/plain',
    body: Buffer.from(`healthy: dynamodb.${region}.amazonaws.com `),
  };
}

export const tooLargePage: Reply = { status: 413 };
