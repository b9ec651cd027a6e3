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

/** AWS's answer to a server that has too much to do, which SDKs take as a reason to try again. */
export const overloadedPage = errorPage(503, {
  __type: 'com.amazonaws.dynamodb.v20120810#ServiceUnavailable',
  message: 'The service is currently unavailable',
});

/** For what went wrong in the server itself; the log has the rest. */
export const internalErrorPage = errorPage(500, {
  __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError',
  message: 'The request could not be processed: internal server error',
});

function errorPage(status: number, error: object): Reply {
  return {
    status,
    contentType: 'application/x-amz-json-1.0',
    body: Buffer.from(JSON.stringify(error)),
  };
}
