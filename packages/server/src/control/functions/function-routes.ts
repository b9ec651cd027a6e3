// `GET /_headwater/functions` lists functions, `POST` adds, removes and invokes them, and what they logged
// and the archives that were uploaded have routes of their own.

import type { Route } from '../../api/http/routes.ts';
import type { DevelopmentFunctions } from '../../lambda/functions/development.ts';
import { ControlError } from '../control-error.ts';
import { jsonBody, type JsonObject } from '../json-body.ts';
import { jsonReply } from '../json-reply.ts';
import type { FunctionRequest, Functions } from './function-control.ts';

const PATH = '/_headwater/functions';

export function functionRoutes(
  functions: Functions,
  { archive }: Pick<DevelopmentFunctions, 'archive'>,
): Route[] {
  return [
    {
      method: 'GET',
      path: PATH,
      handle: async ({ query }) =>
        jsonReply({ functions: await functions.list(Object.fromEntries(query)) }),
    },
    {
      method: 'POST',
      path: PATH,
      handle: async (request) => jsonReply(await done(functions, jsonBody(request))),
    },
    {
      method: 'GET',
      path: `${PATH}/:name/logs`,
      handle: async ({ parameters, query }) =>
        jsonReply({
          lines: await functions.logs({
            ...Object.fromEntries(query),
            name: parameters['name'] ?? '',
          }),
        }),
    },
    {
      // What GetFunction answers as the location of the code leads here.
      method: 'GET',
      path: '/_headwater/code/:hash',
      async handle({ parameters }) {
        const found = await archive(parameters['hash'] ?? '');
        if (found === undefined) throw new ControlError(404, 'No function has code of this hash.');
        return { status: 200, contentType: 'application/zip', body: found };
      },
    },
  ];
}

/** What the members hold is looked at where they are used. */
async function done(functions: Functions, body: JsonObject): Promise<object> {
  const { action, ...members } = body;
  const request = members as unknown as FunctionRequest;
  switch (action) {
    case 'add':
      return { function: await functions.add(request) };
    case 'remove':
      await functions.remove(request);
      return { removed: request.name };
    case 'invoke':
      return { invocation: await functions.invoke(request) };
    default:
      throw new ControlError(400, 'action takes add, remove or invoke.');
  }
}
