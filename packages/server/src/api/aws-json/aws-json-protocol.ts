// AWS JSON 1.0 and 1.1: a POST whose `X-Amz-Target` names the operation. The stages stand in the order in
// which AWS checks a request (observed on AWS, dynalite's index.js): JSON, target, credential, signature,
// types, constraints, rules; and then the operation runs.

import type { IncomingMessage } from 'node:http';
import type { Logger } from '../../base/logger.ts';
import type { CallMeter, CallMeters } from '../../control/metrics/call-meter.ts';
import type { CallInterceptor } from '../call-interceptor.ts';
import { serializationError, WireError } from '../errors.ts';
import { BadContentCoding, decodedBody } from '../http/content-coding.ts';
import { ConnectionReset } from '../http/connection-reset.ts';
import { unknownOperationPage } from '../http/pages.ts';
import { BodyTooLarge } from '../http/read-body.ts';
import type { Reply } from '../http/send.ts';
import { EventStream } from '../event-stream.ts';
import type { JsonBody } from '../json-body.ts';
import type { ErrorAnswer, OperationServices, Service } from '../operation.ts';
import type { ValidationWording } from '../refusal-errors.ts';
import { StoreUnavailable } from '../../store/store.ts';
import { tablesOfCall } from '../tables-of-call.ts';
import { checkConstraints } from '../validation/check-constraints.ts';
import { checkTypes } from '../validation/check-types.ts';
import type { Authenticate } from './authenticate.ts';
import { credentialOf } from './credential.ts';
import { coralErrors } from './coral-errors.ts';
import { eventStreamReply } from './event-stream-reply.ts';
import { runIntercepted } from './run-intercepted.ts';
import {
  type KnownService,
  type LoadService,
  type MeteredOperation,
  ServiceTable,
} from './service-table.ts';
import { refuseUnsupportedMembers } from './unsupported-members.ts';
import { isCbor, usualFormat, type WireFormat, wireFormatOf } from './wire-format.ts';

/** Bytes of a request's body, also after decompression (Service quotas: 16 MB). */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;

export interface AwsJsonProtocolOptions {
  readonly services: readonly Service[];
  /** Services that are loaded by their first call, by target prefix. */
  readonly unloaded?: ReadonlyMap<string, LoadService> | undefined;
  readonly operationServices: OperationServices;
  readonly authenticate: Authenticate;
  readonly interceptor?: CallInterceptor | undefined;
  readonly wording: ValidationWording;
  readonly log: Logger;
  readonly meters: CallMeters;
}

/** An operation that is called, and the service whose it is. */
interface Called extends MeteredOperation {
  readonly service: KnownService;
}

export class AwsJsonProtocol {
  readonly #options: AwsJsonProtocolOptions;
  readonly #services: ServiceTable;
  /** Of calls that name no operation. */
  readonly #unknown: CallMeter;

  constructor(options: AwsJsonProtocolOptions) {
    const { services, unloaded = new Map(), meters } = options;
    this.#options = options;
    this.#unknown = meters.unknown;
    this.#services = new ServiceTable(services, unloaded, meters);
  }

  /** Answers a call, with an error too. Rejects only with BodyTooLarge and ConnectionReset. */
  async answer(request: IncomingMessage, sent: Buffer, requestId: string): Promise<Reply> {
    const contentType = request.headers['content-type'];
    const target = String(request.headers['x-amz-target']);
    const found = this.#services.find(target);
    const service = found instanceof Promise ? await found : found;
    const asked =
      service?.cbor === true && isCbor(contentType)
        ? await loadCbor()
        : contentType === undefined
          ? undefined
          : wireFormatOf(contentType);
    if (asked === undefined && sent.length > 0) return unknownOperationPage;
    const format = asked ?? usualFormat;
    const { runtime } = this.#options.operationServices;
    const startedAt = runtime.monotonicNow();
    let called: Called | undefined;
    try {
      const input = format.parse(await decoded(request, sent));
      const operation = service?.operations.get(target.slice(target.indexOf('.') + 1));
      if (service === undefined || operation === undefined) {
        throw new WireError('UnknownOperationException');
      }
      called = { ...operation, service };
      const answer = await this.#call(called, { request, sent, input });
      called.meter.succeeded(runtime.monotonicNow() - startedAt);
      if (answer instanceof EventStream) return eventStreamReply(answer, format);
      return { status: 200, contentType: format.contentType, body: format.print(answer) };
    } catch (error) {
      if (error instanceof BodyTooLarge) throw error;
      const failure = error instanceof ConnectionReset ? error.cause : error;
      const errors = service?.errors ?? coralErrors;
      const { wording } = this.#options;
      const answer = errors.answerOf(failure, { operation: called?.operation, wording });
      if (failure !== undefined) {
        this.#logFailure(failure, answer, { requestId, operation: called?.operation.name });
      }
      if (error instanceof ConnectionReset) throw error;
      const answered = answer ?? errors.internal();
      const meter = called?.meter ?? this.#unknown;
      meter.failed(runtime.monotonicNow() - startedAt, answered);
      const { status } = answered;
      return { status, contentType: format.contentType, body: format.print(answered.body) };
    }
  }

  async #call(
    { operation, service }: Called,
    call: { readonly request: IncomingMessage; readonly sent: Buffer; readonly input: unknown },
  ): Promise<JsonBody | EventStream> {
    const { request, sent, input } = call;
    const { authenticate, interceptor, operationServices, wording } = this.#options;
    const credential = credentialOf(request, service.signingName);
    const authenticated = authenticate({ request, body: sent, credential });
    if (authenticated !== undefined) await authenticated;

    if (input === undefined) throw serializationError();
    checkTypes(input, operation.input);
    checkConstraints(input, operation.input, wording);
    operation.check?.(input, wording);
    refuseUnsupportedMembers(operation, input);

    const { scope } = credential;
    const { database, streams, runtime } = operationServices;
    const host = request.headers.host ?? '';
    const caller = (): string =>
      `${credential.accessKeyId} ${request.headers['user-agent'] ?? ''}`.trimEnd();
    const context = { database, streams, runtime, scope, host, caller };
    if (interceptor?.active !== true) return operation.run(context, input);
    const checked = { operation: operation.name, scope, tables: () => tablesOfCall(input) };
    return runIntercepted(interceptor, { call: checked, errors: service.errors }, () =>
      operation.run(context, input),
    );
  }

  #logFailure(
    error: unknown,
    answer: ErrorAnswer | undefined,
    about: { readonly requestId: string; readonly operation: string | undefined },
  ): void {
    if (answer === undefined) {
      this.#options.log.error('request failed unexpectedly', { ...about, error });
    } else if (error instanceof StoreUnavailable) {
      this.#options.log.warn('storage is unavailable', { ...about, error });
    }
  }
}

function decoded(request: IncomingMessage, sent: Buffer): Buffer | Promise<Buffer> {
  const coding = request.headers['content-encoding'];
  if (coding === undefined) return sent;
  return decodedBody(sent, coding, MAX_BODY_BYTES).catch((error: unknown) => {
    throw error instanceof BadContentCoding ? serializationError() : error;
  });
}

/** Most servers never meet who speaks it. */
async function loadCbor(): Promise<WireFormat> {
  const { cborFormat } = await import('./cbor-format.ts');
  return cborFormat;
}
