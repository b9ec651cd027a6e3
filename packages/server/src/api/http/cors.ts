// Preflight requests of browsers, answered as AWS does: everything that was asked for is allowed, because
// what protects is the signature.

import type { IncomingMessage } from 'node:http';
import type { Reply } from './send.ts';

/** Seconds: two days. */
const MAX_AGE = '172800';

export function preflightReply(request: IncomingMessage): Reply {
  const headers = ['Access-Control-Max-Age', MAX_AGE];
  const askedHeaders = request.headers['access-control-request-headers'];
  if (askedHeaders !== undefined) headers.push('Access-Control-Allow-Headers', askedHeaders);
  const askedMethod = request.headers['access-control-request-method'];
  if (askedMethod !== undefined) headers.push('Access-Control-Allow-Methods', askedMethod);
  return { status: 200, headers };
}
