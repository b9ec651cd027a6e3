// Hands requests for SQS, SNS and S3 to the emulator. They come from programs alone: whoever visits a page of
// another site must not thereby send messages, or read objects.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../../base/logger.ts';
import { errorBody } from '../../cloud/emulator/error-body.ts';
import {
  type CloudService,
  type Emulator,
  type EmulatorReply,
  type EmulatorTarget,
  EmulatorUnavailable,
  MAX_MESSAGE_BYTES,
  MAX_OBJECT_BYTES,
} from '../../cloud/emulator/emulator.ts';
import { ControlError } from '../../control/control-error.ts';
import { type BodyShare, Overloaded } from '../http/body-budget.ts';
import { checkOrigin } from '../http/control-access.ts';
import { BodyTooLarge, ClientGone, discardBody, readBody } from '../http/read-body.ts';
import type { AskedService } from './asked-service.ts';

export interface OtherServicesParts {
  readonly emulator: Emulator;
  /** Whether clients may call the server by any host name: see http/control-access.ts. */
  readonly anyHost: boolean;
  readonly log: Logger;
}

/** By the version of their API, which every query names. */
const QUERY_SERVICES: Readonly<Record<string, CloudService>> = {
  '2012-11-05': 'sqs',
  '2010-03-31': 'sns',
};

/** Connections are ours, and so is the length of the body. */
const NOT_PASSED_ON = new Set(['connection', 'keep-alive', 'transfer-encoding', 'date']);

/** What the client gets to read instead of an answer. */
class Refused extends Error {
  readonly status: number;
  readonly code: string | undefined;

  constructor(status: number, message: string, code?: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export class OtherServices {
  readonly #parts: OtherServicesParts;

  constructor(parts: OtherServicesParts) {
    this.#parts = parts;
  }

  /** Answers a request, with an error too. Rejects only with ClientGone. */
  async answer(
    request: IncomingMessage,
    response: ServerResponse,
    { asked, share }: { readonly asked: AskedService; readonly share: BodyShare },
  ): Promise<void> {
    const { emulator, anyHost } = this.#parts;
    try {
      checkOrigin(request, { anyHost, what: 'operations of SQS, SNS and S3' });
      const { kind: service, region } = asked;
      if (service === 'query') {
        const reply = await this.#query(request, { region, share });
        return passOn(reply, response);
      }
      if (request.httpVersionMajor > 1) {
        const reply = await this.#framed(request, { service, region, share });
        return passOn(reply, response, request.method);
      }
      share.take(announcedBytes(request));
      // Who has gone meanwhile will send no more of the body.
      if (request.destroyed) throw new ClientGone();
      return await emulator.serve(request, response, { service, region });
    } catch (error) {
      if (error instanceof ClientGone) throw error;
      this.#refuse(request, response, error);
    }
  }

  /** Requests of HTTP/2 are no requests of HTTP/1.1, and only those can be handed on as they are. */
  async #framed(
    request: IncomingMessage,
    { share, ...target }: EmulatorTarget & { readonly share: BodyShare },
  ): Promise<EmulatorReply> {
    const body = await readBody(request, { maxBytes: MAX_OBJECT_BYTES, share });
    const { method = 'GET', url: path = '/', headers } = request;
    const plain = Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' && !name.startsWith(':') ? [[name, value] as const] : [],
    );
    const host = headers.host ?? String(headers[':authority'] ?? 'localhost');
    return this.#parts.emulator.call(
      { method, path, headers: { ...Object.fromEntries(plain), host }, body },
      target,
    );
  }

  async #query(
    request: IncomingMessage,
    { region, share }: { readonly region: string; readonly share: BodyShare },
  ): Promise<EmulatorReply> {
    const body = await readBody(request, { maxBytes: MAX_MESSAGE_BYTES, share });
    const parameters = new URLSearchParams(body.toString('utf8'));
    const version = parameters.get('Version') ?? '';
    const service = QUERY_SERVICES[version];
    if (service === undefined) {
      const action = parameters.get('Action') ?? '';
      const text = `Could not find operation ${action} for version ${version}`;
      throw new Refused(400, text, 'InvalidAction');
    }
    const { host = '', authorization = '' } = request.headers;
    const type = 'application/x-www-form-urlencoded';
    return this.#parts.emulator.call(
      {
        method: 'POST',
        path: request.url ?? '/',
        headers: { host, authorization, 'content-type': type },
        body,
      },
      { service, region },
    );
  }

  #refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    discardBody(request, MAX_OBJECT_BYTES);
    if (response.headersSent || response.destroyed) {
      this.#parts.log.error('The emulator failed', { url: request.url, error });
      response.destroy();
      return;
    }
    const { status, message, code } = this.#refusalOf(request, error);
    const { contentType, body } = errorBody(request.headers, {
      status,
      message,
      ...(code === undefined ? {} : { code }),
    });
    passOn({ status, headers: { 'content-type': contentType }, body: Buffer.from(body) }, response);
  }

  #refusalOf(request: IncomingMessage, error: unknown): Refused {
    if (error instanceof Refused) return error;
    if (error instanceof ControlError) return new Refused(error.status, error.message);
    if (error instanceof BodyTooLarge) {
      return new Refused(413, 'The body is too large.');
    }
    if (error instanceof Overloaded) {
      return new Refused(503, 'The server is busy with too many large requests. Try again.');
    }
    const { log } = this.#parts;
    if (error instanceof EmulatorUnavailable) {
      log.error('SQS, SNS and S3 are not available', { error });
      return new Refused(503, error.message);
    }
    log.error('The emulator failed', { url: request.url, error });
    return new Refused(500, 'The server failed; its log tells more.');
  }
}

/** What the body will take of the memory; of one whose length nobody tells, the most that is taken. */
function announcedBytes({ headers }: IncomingMessage): number {
  if (headers['transfer-encoding'] !== undefined) return MAX_OBJECT_BYTES;
  return Math.min(Number(headers['content-length'] ?? 0), MAX_OBJECT_BYTES);
}

function passOn(
  { status, headers, body }: EmulatorReply,
  response: ServerResponse,
  method = 'GET',
): void {
  const passed = Object.entries(headers).filter(([name]) => !NOT_PASSED_ON.has(name));
  response.writeHead(status, {
    ...Object.fromEntries(passed),
    // The answer to a HEAD tells the length of a body that it does not have.
    ...(method === 'HEAD' ? {} : { 'content-length': String(body.length) }),
  });
  response.end(body);
}
