// Answers of control routes.

import type { RouteReply } from '../api/http/routes.ts';

/** `value` must survive JSON.stringify. */
export function jsonReply(value: unknown, status = 200): RouteReply {
  return { status, contentType: 'application/json', body: `${JSON.stringify(value)}\n` };
}
