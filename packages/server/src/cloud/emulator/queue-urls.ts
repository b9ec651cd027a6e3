// URLs of queues are told with the host that the client called, whatever port the server had when the queue was
// made: fauxqs keeps them with a host of no meaning, and it is replaced in answers.

import type { IncomingHttpHeaders } from 'node:http';

/** Without a dot: fauxqs takes what stands before one for the name of a bucket. */
export const STORED_HOST = 'headwater';
/** Where fauxqs is told what the client called. */
export const HOST_HEADER = 'x-headwater-host';

const TELLING_URLS = new Set([
  'AmazonSQS.CreateQueue',
  'AmazonSQS.GetQueueUrl',
  'AmazonSQS.ListQueues',
  'AmazonSQS.ListDeadLetterSourceQueues',
]);

/** The body of an answer, with the host that the client called. */
export function queueUrlsOf(headers: IncomingHttpHeaders, payload: unknown): unknown {
  const host = headers[HOST_HEADER];
  const tellsUrls = TELLING_URLS.has(String(headers['x-amz-target']));
  if (!tellsUrls || typeof payload !== 'string' || typeof host !== 'string') return payload;
  return payload.replaceAll(`"http://${STORED_HOST}/`, `"http://${host}/`);
}
