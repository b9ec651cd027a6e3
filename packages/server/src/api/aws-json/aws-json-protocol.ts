// AWS JSON 1.0 and 1.1: a POST whose `X-Amz-Target` names the operation. The stages stand in the order in
// which AWS checks a request (observed on AWS, dynalite's index.js): JSON, target, credential, signature,
// types, constraints, rules; and then the operation runs.

import type { IncomingMessage } from 'node:http';
import type { Logger } from '../../base/logger.ts';
import { serializationError, WireError } from '../errors.ts';
import { BadContentCoding, decodedBody } from '../http/content-coding.ts';
import { unknownOperationPage } from '../http/pages.ts';
import { BodyTooLarge } from '../http/read-body.ts';
import type { Reply } from '../http/send.ts';
import { bodyBytes, type JsonBody } from '../json-body.ts';
import type { Operation, OperationServices, Service } from '../operation.ts';
import { wireErrorOf, type ErrorStyle, type ValidationWording } from '../refusal-errors.ts';
import { checkConstraints } from '../validation/check-constraints.ts';
import { checkTypes } from '../validation/check-types.ts';
import type { Authenticate } from './authenticate.ts';
import { credentialOf } from './credential.ts';
import { errorReply } from './error-reply.ts';
import { answerContentType, parseRequest } from './parse-request.ts';
import { refuseUnsupportedMembers } from './unsupported-members.ts';

/** Bytes of a request's body, also after decompression (Service quotas: 16 MB). */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;

export interface AwsJsonProtocolOptions {
  readonly services: readonly Service[];
  readonly operationServices: OperationServices;
  readonly authenticate: Authenticate;
  readonly wording: ValidationWording;
  readonly log: Logger;
}

/** Of errors that happen before the operation is known; none of them depends on the style. */
const NO_STYLE: ErrorStyle = { plane: 'items', prefixed: false };

export class AwsJsonProtocol {
  readonly #options: AwsJsonProtocolOptions;
  readonly #operations = new Map<string, Operation>();

  constructor(options: AwsJsonProtocolOptions) {
    this.#options = options;
    for (const service of options.services) {
      for (const operation of service.operations) {
        this.#operations.set(`${service.targetPrefix}.${operation.name}`, operation);
      }
    }
  }

  /** Answers a call, with an error too. Rejects only with BodyTooLarge. */
  async answer(request: IncomingMessage, sent: Buffer, requestId: string): Promise<Reply> {
    const contentType = answerContentType(request.headers['content-type']);
    if (contentType === undefined && sent.length > 0) return unknownOperationPage;
    const answerType = contentType ?? 'application/json';
    let operation: Operation | undefined;
    try {
      const input = parseRequest(await decoded(request, sent));
      operation = this.#operations.get(String(request.headers['x-amz-target']));
      if (operation === undefined) throw new WireError('UnknownOperationException');
      const body = await this.#call(operation, { request, sent, input });
      return { status: 200, contentType: answerType, body: bodyBytes(body) };
    } catch (error) {
      if (error instanceof BodyTooLarge) throw error;
      const style = operation?.style ?? NO_STYLE;
      const wireError = wireErrorOf(error, style, this.#options.wording);
      this.#logFailure(error, wireError, { requestId, operation: operation?.name });
      return errorReply(wireError ?? internalError(), answerType);
    }
  }

  async #call(
    operation: Operation,
    call: { readonly request: IncomingMessage; readonly sent: Buffer; readonly input: unknown },
  ): Promise<JsonBody> {
    const { request, sent, input } = call;
    const { authenticate, operationServices, wording } = this.#options;
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
    return operation.run({ database, streams, runtime, scope, host }, input);
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

function internalError(): WireError {
  return new WireError(
    'InternalServerError',
    'The request could not be processed: internal server error',
  );
}
