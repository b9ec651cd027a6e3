// `GET /_headwater/mappings` lists event source mappings, `POST` adds and removes them, and each of them, and what
// it did with a record, has a route of its own.

import type { Route } from '../../api/http/routes.ts';
import { ControlError } from '../control-error.ts';
import { jsonBody, type JsonObject } from '../json-body.ts';
import { jsonReply } from '../json-reply.ts';
import type { MappingRequest, Mappings } from './mapping-control.ts';

const PATH = '/_headwater/mappings';

export function mappingRoutes(mappings: Mappings): Route[] {
  return [
    {
      method: 'GET',
      path: PATH,
      handle: async ({ query }) =>
        jsonReply({ mappings: await mappings.list(Object.fromEntries(query)) }),
    },
    {
      method: 'POST',
      path: PATH,
      handle: async (request) => jsonReply(await done(mappings, jsonBody(request))),
    },
    {
      method: 'GET',
      path: `${PATH}/:uuid`,
      handle: async ({ parameters: { uuid = '' }, query }) =>
        jsonReply({ mapping: await mappings.get({ ...Object.fromEntries(query), uuid }) }),
    },
    {
      method: 'GET',
      path: `${PATH}/:uuid/records`,
      async handle({ parameters: { uuid = '' }, query }) {
        // What it holds is looked at where it is used.
        const asked = { ...Object.fromEntries(query), uuid } as unknown as Parameters<
          Mappings['account']
        >[0];
        return jsonReply({ record: await mappings.account(asked) });
      },
    },
  ];
}

/** What the members hold is looked at where they are used. */
async function done(mappings: Mappings, body: JsonObject): Promise<object> {
  const { action, ...members } = body;
  switch (action) {
    case 'add':
      return { mapping: await mappings.add(members as unknown as MappingRequest) };
    case 'remove': {
      const request = members as unknown as { readonly uuid: string };
      await mappings.remove(request);
      return { removed: request.uuid };
    }
    default:
      throw new ControlError(400, 'action takes add or remove.');
  }
}
