// AWS JSON 1.0 and 1.1: a POST whose `X-Amz-Target` names the operation. The stages stand in the order in
// which AWS checks a request (observed on AWS, dynalite's index.js): JSON, target, credential, signature,
// types, constraints, rules; and then the operation runs.

import type { IncomingMessage } from 'node:http';
import type { Logger } from '../../base/logger.ts';
import type { CallMeter, CallMeters } from '../../control/metrics/call-meter.ts';
import type { CallInterceptor } from '../call-interceptor.ts';
import { internalError, serializationError, WireError } from '../errors.ts';
import { BadContentCoding, decodedBody } from '../http/content-coding.ts';
import { ConnectionReset } from '../http/connection-reset.ts';
import { unknownOperationPage } from '../http/pages.ts';
import { BodyTooLarge } from '../http/read-body.ts';
import type { Reply } from '../http/send.ts';
import { bodyBytes, type JsonBody } from '../json-body.ts';
import type { Operation, OperationServices, Service } from '../operation.ts';
import { wireErrorOf, type ErrorStyle, type ValidationWording } from '../refusal-errors.ts';
import { tablesOfCall } from '../tables-of-call.ts';
import { checkConstraints } from '../validation/check-constraints.ts';
import { checkTypes } from '../validation/check-types.ts';
import type { Authenticate } from './authenticate.ts';
import { credentialOf } from './credential.ts';
import { errorReply } from './error-reply.ts';
import { answerContentType, parseRequest } from './parse-request.ts';
import { runIntercepted } from './run-intercepted.ts';
import { refuseUnsupportedMembers } from './unsupported-members.ts';

/** Bytes of a request's body, also after decompression (Service quotas: 16 MB). */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;

export interface AwsJsonProtocolOptions {
  readonly services: readonly Service[];
  readonly operationServices: OperationServices;
  readonly authenticate: Authenticate;
  readonly interceptor?: CallInterceptor | undefined;
  readonly wording: ValidationWording;
  readonly log: Logger;
  readonly meters: CallMeters;
}

interface MeteredOperation {
  readonly operation: Operation;
  readonly meter: CallMeter;
}

/** Of errors that happen before the operation is known; none of them depends on the style. */
const NO_OPERATION: { readonly style: ErrorStyle; readonly name?: undefined } = {
  style: { plane: 'items', prefixed: false },
};

export class AwsJsonProtocol {
  readonly #options: AwsJsonProtocolOptions;
  readonly #operations = new Map<string, MeteredOperation>();
  /** Of calls that name no operation. */
  readonly #unknown: CallMeter;

  constructor(options: AwsJsonProtocolOptions) {
    this.#options = options;
    this.#unknown = options.meters.unknown;
    for (const { targetPrefix, operations } of options.services) {
      // Without its version.
      const [service = ''] = targetPrefix.split('_');
      for (const operation of operations) {
        const meter = options.meters.meterOf(service, operation.name);
        this.#operations.set(`${targetPrefix}.${operation.name}`, { operation, meter });
      }
    }
  }

  /** Answers a call, with an error too. Rejects only with BodyTooLarge and ConnectionReset. */
  async answer(request: IncomingMessage, sent: Buffer, requestId: string): Promise<Reply> {
    const contentType = answerContentType(request.headers['content-type']);
    if (contentType === undefined && sent.length > 0) return unknownOperationPage;
    const answerType = contentType ?? 'application/json';
    const { runtime } = this.#options.operationServices;
    const startedAt = runtime.monotonicNow();
    let called: MeteredOperation | undefined;
    try {
      const input = parseRequest(await decoded(request, sent));
      called = this.#operations.get(String(request.headers['x-amz-target']));
      if (called === undefined) throw new WireError('UnknownOperationException');
      const body = bodyBytes(await this.#call(called.operation, { request, sent, input }));
      called.meter.succeeded(runtime.monotonicNow() - startedAt);
      return { status: 200, contentType: answerType, body };
    } catch (error) {
      if (error instanceof BodyTooLarge) throw error;
      const failure = error instanceof ConnectionReset ? error.cause : error;
      const { style, name: operation } = called?.operation ?? NO_OPERATION;
      const wireError = wireErrorOf(failure, style, this.#options.wording);
      if (failure !== undefined) {
        this.#logFailure(failure, wireError, { requestId, operation });
      }
      if (error instanceof ConnectionReset) throw error;
      const answered = wireError ?? internalError();
      const reply = errorReply(answered, answerType);
      const meter = called?.meter ?? this.#unknown;
      meter.failed(runtime.monotonicNow() - startedAt, { ...reply, error: answered.error });
      return reply;
    }
  }

  async #call(
    operation: Operation,
    call: { readonly request: IncomingMessage; readonly sent: Buffer; readonly input: unknown },
  ): Promise<JsonBody> {
    const { request, sent, input } = call;
    const { authenticate, interceptor, operationServices, wording } = this.#options;
    const credential = credentialOf(request);
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
    return runIntercepted(interceptor, checked, () => operation.run(context, input));
  }

  #logFailure(
    error: unknown,
    wireError: WireError | undefined,
    about: { readonly requestId: string; readonly operation: string | undefined },
  ): void {
    if (wireError === undefined) {
      this.#options.log.error('request failed unexpectedly', { ...about, error });
    } else if (wireError.error === 'ServiceUnavailable') {
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
