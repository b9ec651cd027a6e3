// `POST /_headwater/streams/await`: a long poll for records.

import type { Route } from '../../api/http/routes.ts';
import { jsonBody } from '../json-body.ts';
import { jsonReply } from '../json-reply.ts';
import type { RecordWaits, WaitRequest } from './record-waits.ts';

export function waitRoutes(waits: RecordWaits): Route[] {
  return [
    {
      method: 'POST',
      path: '/_headwater/streams/await',
      async handle(request) {
        // What it holds is looked at where it is used.
        const asked = jsonBody(request) as unknown as WaitRequest;
        const isReadable = await waits.wait(asked, request.signal);
        if (isReadable) return jsonReply({ readable: true });
        return { status: 204, contentType: 'application/json', body: '' };
      },
    },
  ];
}
