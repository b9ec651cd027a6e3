// Faults over the wire: `GET /_headwater/faults` lists them, `POST` adds and removes them.

import type { Route } from '../../api/http/routes.ts';
import { ControlError } from '../control-error.ts';
import { jsonBody, type JsonObject } from '../json-body.ts';
import { jsonReply } from '../json-reply.ts';
import { checkMembers, requiredTextOf } from '../request-members.ts';
import type { FaultRequest } from './fault.ts';
import type { FaultRegistry } from './fault-registry.ts';

const PATH = '/_headwater/faults';

export function faultRoutes(registry: FaultRegistry): Route[] {
  return [
    { method: 'GET', path: PATH, handle: () => jsonReply({ faults: registry.list() }) },
    {
      method: 'POST',
      path: PATH,
      handle: (request) => jsonReply(done(registry, jsonBody(request))),
    },
  ];
}

/** Does what a body asks for, and says what there is to say of it. */
function done(registry: FaultRegistry, body: JsonObject): object {
  const { action, ...members } = body;
  switch (action) {
    case 'add':
      // The registry checks the members.
      return { fault: registry.add(members as unknown as FaultRequest)() };
    case 'remove':
      checkMembers(body, ['action', 'id'], 'A request to remove');
      return { removed: remove(registry, requiredTextOf(body, 'id')) };
    case 'clear':
      checkMembers(body, ['action'], 'A request to clear');
      return { removed: registry.clear() };
    default: {
      const given = action === undefined ? 'it is missing' : `it is ${JSON.stringify(action)}`;
      throw new ControlError(400, `action takes add, remove or clear; ${given}.`);
    }
  }
}

function remove(registry: FaultRegistry, id: string): number {
  if (registry.remove(id)) return 1;
  throw new ControlError(
    404,
    `No fault ${id} is in force: it was removed, or it has hit all its calls, or its time is over.`,
  );
}
