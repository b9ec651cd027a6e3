// The wire of the server: takes requests from node:http, routes them to AWS's protocol or to a route of
// our own, and sees to it that each gets an answer, whatever happens.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../base/logger.ts';
import type { Runtime } from '../base/runtime.ts';
import type { Database } from '../database/database.ts';
import type { StreamLog } from '../log/stream-log.ts';
import { acceptAnyCredential, type Authenticate } from './aws-json/authenticate.ts';
import { AwsJsonProtocol, MAX_BODY_BYTES } from './aws-json/aws-json-protocol.ts';
import { dynamodbService } from './dynamodb/service.ts';
import { BodyBudget, type BodyShare, Overloaded } from './http/body-budget.ts';
import { preflightReply } from './http/cors.ts';
import type { Listener } from './http/listen.ts';
import {
  healthPage,
  internalErrorPage,
  overloadedPage,
  tooLargePage,
  unknownOperationPage,
} from './http/pages.ts';
import { BodyTooLarge, ClientGone, discardBody, readBody } from './http/read-body.ts';
import { requestIds } from './http/request-ids.ts';
import { findRoute, healthRoute, OWN_PATH_PREFIX, type Route } from './http/routes.ts';
import { send, type Reply } from './http/send.ts';
import type { ValidationWording } from './refusal-errors.ts';
import { streamsService } from './streams/service.ts';

export interface ApiParts {
  readonly database: Database;
  readonly streams: StreamLog;
  readonly runtime: Runtime;
  readonly log: Logger;
  readonly options?: ApiOptions;
}

export interface ApiOptions {
  /** Default: `current`. */
  readonly validationWording?: ValidationWording;
  /** Named in the text of `GET /`. Default: us-east-1. */
  readonly region?: string;
  /** Bytes that the bodies of all requests in flight may take together. Default: 512 MiB. */
  readonly maxBodyBytes?: number;
  /** Default: any credential is accepted. */
  readonly authenticate?: Authenticate;
  /** Routes under `/_headwater/`, beside the health check. */
  readonly routes?: readonly Route[];
}

export interface Api {
  /** For `listen`. */
  readonly listener: Listener;
}

const MAX_BODIES_BYTES = 512 * 1024 * 1024;

export function createApi(parts: ApiParts): Api {
  const { log, runtime, options = {} } = parts;
  const protocol = new AwsJsonProtocol({
    services: [dynamodbService, streamsService],
    operationServices: parts,
    authenticate: options.authenticate ?? acceptAnyCredential,
    wording: options.validationWording ?? 'current',
    log,
  });
  const routes = [healthRoute, ...(options.routes ?? [])];
  const health = healthPage(options.region ?? 'us-east-1');
  const nextRequestId = requestIds(runtime);

  const bodies = new BodyBudget(options.maxBodyBytes ?? MAX_BODIES_BYTES);

  async function replyTo(
    request: IncomingMessage,
    { requestId, share }: { readonly requestId: string; readonly share: BodyShare },
  ): Promise<Reply> {
    const url = request.url ?? '';
    if (url.startsWith(OWN_PATH_PREFIX)) return ownReply(routes, request, share);
    const { method } = request;
    if (method === 'POST') {
      const body = await readBody(request, { maxBytes: MAX_BODY_BYTES, share });
      return protocol.answer(request, body, requestId);
    }
    if (method === 'OPTIONS' && request.headers.origin !== undefined)
      return preflightReply(request);
    if (method === 'GET' && (url === '/' || url.startsWith('/?'))) return health;
    return unknownOperationPage;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = nextRequestId();
    const share = bodies.open();
    try {
      const reply = await replyTo(request, { requestId, share });
      await send(request, response, { reply, requestId });
    } catch (error) {
      if (error instanceof ClientGone) return;
      await send(request, response, { reply: failedReply(request, requestId, error), requestId });
    } finally {
      share.release();
    }
  }

  function failedReply(request: IncomingMessage, requestId: string, error: unknown): Reply {
    if (error instanceof BodyTooLarge || error instanceof Overloaded) {
      discardBody(request, MAX_BODY_BYTES);
      return error instanceof Overloaded ? overloadedPage : tooLargePage;
    }
    log.error('request failed unexpectedly', { requestId, url: request.url, error });
    return internalErrorPage;
  }

  const listener: Listener = (request, response) => {
    serve(request, response).catch((error: unknown) => {
      log.error('no answer could be sent', { error });
      response.destroy();
    });
  };
  return { listener };
}

async function ownReply(
  routes: readonly Route[],
  request: IncomingMessage,
  share: BodyShare,
): Promise<Reply> {
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  const route = findRoute(routes, request.method, path);
  if (route === undefined) return { status: 404 };
  const body = await readBody(request, { maxBytes: MAX_BODY_BYTES, share });
  const reply = await route.handle({ path, query: new URLSearchParams(query), body });
  return { status: reply.status, contentType: reply.contentType, body: Buffer.from(reply.body) };
}
