// The clock over the wire: `GET /_headwater/clock` reads it, `POST` turns it.

import type { Route } from '../../api/http/routes.ts';
import type { TurnableClock } from '../../base/turnable-clock.ts';
import { jsonBody } from '../json-body.ts';
import { jsonReply } from '../json-reply.ts';
import { clockControl } from './clock-control.ts';

const PATH = '/_headwater/clock';

export function clockRoutes(clock: TurnableClock): Route[] {
  const control = clockControl(clock);
  return [
    { method: 'GET', path: PATH, handle: () => jsonReply(control.read()) },
    {
      method: 'POST',
      path: PATH,
      handle: async (request) => jsonReply(await control.act(jsonBody(request))),
    },
  ];
}
