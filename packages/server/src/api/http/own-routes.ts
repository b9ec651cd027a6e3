// Answers what is under `/_headwater/`: JSON and plain HTTP statuses, nothing of AWS's protocol.

import type { IncomingMessage } from 'node:http';
import type { Logger } from '../../base/logger.ts';
import { ControlError } from '../../control/control-error.ts';
import { jsonReply } from '../../control/json-reply.ts';
import { type BodyShare, Overloaded } from './body-budget.ts';
import { checkAccess } from './control-access.ts';
import { BodyTooLarge, ClientGone, discardBody, readBody } from './read-body.ts';
import { RouteTable } from './route-table.ts';
import type { Route, RouteReply } from './routes.ts';
import type { Reply } from './send.ts';

/** Bytes; the largest that a route is told is a key, of some KB. */
const MAX_BODY_BYTES = 1024 * 1024;

export interface OwnRoutesOptions {
  /** Where several fit a request, the first of them is it. */
  readonly routes: readonly Route[];
  /** Whether clients may call the server by any host name: see control-access.ts. */
  readonly anyHost: boolean;
  readonly log: Logger;
}

export class OwnRoutes {
  readonly #table: RouteTable;
  readonly #options: OwnRoutesOptions;

  constructor(options: OwnRoutesOptions) {
    this.#table = new RouteTable(options.routes);
    this.#options = options;
  }

  /** Answers a request, with an error too. Rejects only with ClientGone. */
  async answer(
    request: IncomingMessage,
    { requestId, share }: { readonly requestId: string; readonly share: BodyShare },
  ): Promise<Reply> {
    try {
      checkAccess(request, this.#options);
      return await this.#run(request, share);
    } catch (error) {
      if (error instanceof ClientGone) throw error;
      if (error instanceof ControlError) return errorReply(error.status, error.message);
      if (error instanceof BodyTooLarge || error instanceof Overloaded) {
        discardBody(request, MAX_BODY_BYTES);
        return error instanceof Overloaded
          ? errorReply(503, 'The server is busy with too many large requests. Try again.')
          : errorReply(413, `The body is larger than ${MAX_BODY_BYTES} bytes.`);
      }
      const { url } = request;
      this.#options.log.error('control request failed unexpectedly', { requestId, url, error });
      return errorReply(500, `The server failed; its log tells more, under ${requestId}.`);
    }
  }

  async #run(request: IncomingMessage, share: BodyShare): Promise<Reply> {
    const { method = '', url = '' } = request;
    const [path] = url.split('?', 1) as [string];
    const query = url.slice(path.length + 1);
    const found = this.#find(method, path);
    if (found.route === undefined) return noRouteReply(method, found.allowed);
    const { route, parameters } = found;
    const body = await readBody(request, { maxBytes: MAX_BODY_BYTES, share });
    const asked = { path, parameters, query: new URLSearchParams(query), body };
    const gone = new AbortController();
    const leave = (): void => gone.abort();
    const { socket } = request;
    socket.once('close', leave);
    try {
      return wireReply(await route.handle({ ...asked, signal: gone.signal }));
    } finally {
      socket.off('close', leave);
    }
  }

  #find(method: string, path: string) {
    try {
      return this.#table.find(method, path);
    } catch (error) {
      if (!(error instanceof URIError)) throw error;
      throw new ControlError(400, 'The path is not percent-encoded as paths are.');
    }
  }
}

function noRouteReply(method: string, allowed: readonly string[]): Reply {
  if (allowed.length === 0) {
    return errorReply(404, 'There is nothing at this path. docs/control.md has the paths.');
  }
  const methods = allowed.join(', ');
  return {
    ...errorReply(405, `This path takes ${methods}, not ${method}.`),
    headers: ['Allow', methods],
  };
}

function errorReply(status: number, error: string): Reply {
  return wireReply(jsonReply({ error }, status));
}

function wireReply({ status, contentType, body }: RouteReply): Reply {
  return { status, contentType, body: Buffer.from(body), sameOrigin: true };
}
