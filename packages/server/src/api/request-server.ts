// The wire of the server: routes requests of node:http to AWS's protocol or to a route of our own, and sees to
// it that each gets an answer, whatever happens.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../base/logger.ts';
import type { CallMeter } from '../control/metrics/call-meter.ts';
import { type AwsJsonProtocol, MAX_BODY_BYTES } from './aws-json/aws-json-protocol.ts';
import { type BodyBudget, type BodyShare, Overloaded } from './http/body-budget.ts';
import { ConnectionReset } from './http/connection-reset.ts';
import { preflightReply } from './http/cors.ts';
import type { OwnRoutes } from './http/own-routes.ts';
import {
  internalErrorPage,
  overloadedPage,
  tooLargePage,
  unknownOperationPage,
} from './http/pages.ts';
import { BodyTooLarge, ClientGone, discardBody, readBody } from './http/read-body.ts';
import { OWN_PATH_PREFIX } from './http/routes.ts';
import { send, type Reply } from './http/send.ts';
import { type AskedService, askedService } from './other-services/asked-service.ts';
import type { RestProtocol } from './rest-json/lazy-protocol.ts';
import { isRestPath } from './rest-json/rest-path.ts';

export interface RequestServerParts {
  readonly protocol: AwsJsonProtocol;
  /** What answers paths that begin with the date of an API. */
  readonly rest: RestProtocol | undefined;
  /** What answers requests for SQS, SNS and S3. */
  readonly others: OtherAnswers | undefined;
  readonly ownRoutes: OwnRoutes;
  /** The answer to `GET /`. */
  readonly health: Reply;
  readonly bodies: BodyBudget;
  readonly nextRequestId: () => string;
  /** Ids of requests to `rest`. */
  readonly nextUuid: () => string;
  /** Counts what never reaches an operation. */
  readonly unknownCalls: CallMeter;
  readonly log: Logger;
}

export interface OtherAnswers {
  /** Answers a request, with an error too. Rejects only with ClientGone. */
  answer(
    request: IncomingMessage,
    response: ServerResponse,
    call: { readonly asked: AskedService; readonly share: BodyShare },
  ): Promise<void>;
}

export class RequestServer {
  readonly #parts: RequestServerParts;
  #requestsInFlight = 0;

  constructor(parts: RequestServerParts) {
    this.#parts = parts;
  }

  get requestsInFlight(): number {
    return this.#requestsInFlight;
  }

  /** Rejects when no answer could be sent. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { rest, others, nextRequestId, nextUuid } = this.#parts;
    const asked = others === undefined ? undefined : askedService(request);
    const isRest = rest !== undefined && isRestPath(request.url ?? '');
    const requestId = isRest ? nextUuid() : nextRequestId();
    const share = this.#parts.bodies.open();
    this.#requestsInFlight += 1;
    try {
      if (others !== undefined && asked !== undefined) {
        await others.answer(request, response, { asked, share });
        return;
      }
      const reply = isRest
        ? await rest.answer(request, { requestId, share })
        : await this.#replyTo(request, { requestId, share });
      await send(request, response, { reply, requestId });
    } catch (error) {
      if (error instanceof ClientGone) return;
      if (error instanceof ConnectionReset) {
        request.socket.resetAndDestroy();
        return;
      }
      const reply = this.#failedReply(request, requestId, error);
      await send(request, response, { reply, requestId });
    } finally {
      share.release();
      this.#requestsInFlight -= 1;
    }
  }

  async #replyTo(
    request: IncomingMessage,
    { requestId, share }: { readonly requestId: string; readonly share: BodyShare },
  ): Promise<Reply> {
    const { protocol, ownRoutes, health } = this.#parts;
    const url = request.url ?? '';
    if (url.startsWith(OWN_PATH_PREFIX)) return ownRoutes.answer(request, { requestId, share });
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

  #failedReply(request: IncomingMessage, requestId: string, error: unknown): Reply {
    const { log, unknownCalls } = this.#parts;
    if (error instanceof BodyTooLarge || error instanceof Overloaded) {
      discardBody(request, MAX_BODY_BYTES);
      const page = error instanceof Overloaded ? overloadedPage : tooLargePage;
      unknownCalls.refused({ status: page.status, error: error.name });
      return page;
    }
    log.error('request failed unexpectedly', { requestId, url: request.url, error });
    unknownCalls.refused({ status: internalErrorPage.status, error: 'InternalServerError' });
    return internalErrorPage;
  }
}
