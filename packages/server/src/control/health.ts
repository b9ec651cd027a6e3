// Whether the server takes requests: that it answers is the answer.

import type { Route } from '../api/http/routes.ts';
import { jsonReply } from './json-reply.ts';

export const healthRoute: Route = {
  method: 'GET',
  path: '/_headwater/health',
  handle: () => jsonReply({ status: 'ok' }),
};
