// AWS REST-JSON: method and path name the operation, members of its input are in the path, the query, the
// headers and the body. The stages are those of AWS JSON: operation, credential, signature, types,
// constraints, rules; and then the operation runs.

import type { IncomingMessage } from 'node:http';
import type { Logger } from '../../base/logger.ts';
import type { Runtime } from '../../base/runtime.ts';
import { ControlError } from '../../control/control-error.ts';
import type { CallMeter, CallMeters } from '../../control/metrics/call-meter.ts';
import type { Scope } from '../../model/table.ts';
import type { Authenticate } from '../aws-json/authenticate.ts';
import { credentialOf } from '../aws-json/credential.ts';
import { refuseUnsupportedMembers } from '../aws-json/unsupported-members.ts';
import { WireError } from '../errors.ts';
import { type BodyShare, Overloaded } from '../http/body-budget.ts';
import { checkOrigin } from '../http/control-access.ts';
import { BodyTooLarge, ClientGone, discardBody, readBody } from '../http/read-body.ts';
import type { Reply } from '../http/send.ts';
import { checkConstraints } from '../validation/check-constraints.ts';
import { checkTypes } from '../validation/check-types.ts';
import { bindRequest } from './bind-request.ts';
import type { RestProtocol } from './lazy-protocol.ts';
import { RestError, restErrorReply } from './rest-error.ts';
import type { RestAnswer, RestCall, RestOperation } from './rest-operation.ts';
import { type FoundOperation, RestRouter } from './rest-router.ts';

/** A REST API: its operations, what they run in, and its errors. */
export interface RestService<Context> {
  /** As metrics name it. */
  readonly name: string;
  /** As credentials name it. */
  readonly signingName: string;
  readonly operations: readonly RestOperation<Context>[];
  context(call: RestCall & { readonly scope: Scope }): Context;
  /** Undefined for what is no refusal but a failure. */
  errorOf(error: unknown): RestError | undefined;
  unknownOperation(method: string, path: string): RestError;
  tooLarge(operation: RestOperation<Context>, limit: number): RestError;
  internalError(): RestError;
}

export interface RestJsonProtocolParts {
  readonly authenticate: Authenticate;
  /** Whether clients may call the server by any host name: see control-access.ts. */
  readonly anyHost: boolean;
  readonly runtime: Runtime;
  readonly log: Logger;
  readonly meters: CallMeters;
}

/** Bytes (Lambda quotas: 6 MB). */
const USUAL_BODY_BYTES = 6_291_456;

/** Errors about credentials have this status in REST APIs. */
const FORBIDDEN = 403;

export class RestJsonProtocol<Context> implements RestProtocol {
  readonly #service: RestService<Context>;
  readonly #parts: RestJsonProtocolParts;
  readonly #router: RestRouter<Context>;
  readonly #meters: ReadonlyMap<string, CallMeter>;

  constructor(service: RestService<Context>, parts: RestJsonProtocolParts) {
    this.#service = service;
    this.#parts = parts;
    this.#router = new RestRouter(service.operations);
    this.#meters = new Map(
      service.operations.map(({ name }) => [name, parts.meters.meterOf(service.name, name)]),
    );
  }

  /** Answers a request, with an error too. Rejects only with ClientGone and Overloaded. */
  async answer(
    request: IncomingMessage,
    { requestId, share }: { readonly requestId: string; readonly share: BodyShare },
  ): Promise<Reply> {
    const { runtime, meters } = this.#parts;
    const startedAt = runtime.monotonicNow();
    const { method = '', url = '' } = request;
    const [path = ''] = url.split('?', 1);
    let found: FoundOperation<Context> | undefined;
    try {
      this.#refuseOtherSites(request);
      found = this.#find(method, path);
      const query = new URLSearchParams(url.slice(path.length + 1));
      const answer = await this.#call(request, { found, query, requestId, share });
      this.#meters.get(found.operation.name)?.succeeded(runtime.monotonicNow() - startedAt);
      return successReply(found.operation, answer);
    } catch (error) {
      if (error instanceof ClientGone || error instanceof Overloaded) throw error;
      const failure = this.#failure(request, error, { requestId, operation: found?.operation });
      const meter = this.#meters.get(found?.operation.name ?? '') ?? meters.unknown;
      const { status, code } = failure;
      meter.failed(runtime.monotonicNow() - startedAt, { status, error: code });
      return restErrorReply(failure);
    }
  }

  // Whoever may create a function may run programs on this machine. Nothing but the signature would keep the
  // page of another site from it, and any signature is good.
  #refuseOtherSites(request: IncomingMessage): void {
    const { anyHost } = this.#parts;
    try {
      checkOrigin(request, { anyHost, what: `operations of ${this.#service.name}` });
    } catch (error) {
      if (!(error instanceof ControlError)) throw error;
      const body = { message: error.message };
      throw new RestError({ code: 'AccessDeniedException', status: FORBIDDEN, body });
    }
  }

  #find(method: string, path: string): FoundOperation<Context> {
    const found = this.#router.find(method, path);
    if (found === undefined) throw this.#service.unknownOperation(method, path);
    return found;
  }

  async #call(
    request: IncomingMessage,
    call: {
      readonly found: FoundOperation<Context>;
      readonly query: URLSearchParams;
      readonly requestId: string;
      readonly share: BodyShare;
    },
  ): Promise<RestAnswer> {
    const { found, query, requestId, share } = call;
    const { operation, labels } = found;
    const maxBytes = operation.maxBodyBytes ?? USUAL_BODY_BYTES;
    const body = await readBody(request, { maxBytes, share });
    const credential = credentialOf(request, this.#service.signingName);
    const authenticated = this.#parts.authenticate({ request, body, credential });
    if (authenticated !== undefined) await authenticated;

    const input = bindRequest(operation, { request, labels, query, body });
    checkTypes(input, operation.input);
    checkConstraints(input, operation.input, 'current');
    refuseUnsupportedMembers(operation, input);
    operation.check?.(input);
    const { scope } = credential;
    const host = request.headers.host ?? '';
    return operation.run(this.#service.context({ scope, requestId, host }), input);
  }

  #failure(
    request: IncomingMessage,
    error: unknown,
    about: { readonly requestId: string; readonly operation: RestOperation<Context> | undefined },
  ): RestError {
    const { operation, requestId } = about;
    if (error instanceof BodyTooLarge && operation !== undefined) {
      const limit = operation.maxBodyBytes ?? USUAL_BODY_BYTES;
      discardBody(request, limit);
      return this.#service.tooLarge(operation, limit);
    }
    if (error instanceof URIError) {
      return this.#service.unknownOperation(request.method ?? '', request.url ?? '');
    }
    const known =
      error instanceof RestError
        ? error
        : error instanceof WireError
          ? restErrorOf(error)
          : this.#service.errorOf(error);
    if (known !== undefined) return known;
    this.#parts.log.error('request failed unexpectedly', {
      requestId,
      operation: operation?.name,
      error,
    });
    return this.#service.internalError();
  }
}

function successReply<Context>(operation: RestOperation<Context>, answer: RestAnswer): Reply {
  const { status = operation.status, value, bytes, headers } = answer;
  const body =
    bytes === undefined
      ? value === undefined
        ? undefined
        : Buffer.from(JSON.stringify(value))
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    status,
    sameOrigin: true,
    ...(body === undefined ? {} : { body, contentType: 'application/json' }),
    ...(headers === undefined ? {} : { headers }),
  };
}

/** What the shared stages refuse: the forms of credential, JSON and members. */
function restErrorOf({ error, text }: WireError): RestError {
  const isAboutInput = error === 'ValidationException' || error === 'SerializationException';
  return new RestError({
    code: error,
    status: isAboutInput ? 400 : FORBIDDEN,
    body: { message: text ?? null },
  });
}
