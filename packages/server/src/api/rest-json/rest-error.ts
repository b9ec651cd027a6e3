// Errors of REST APIs on their way to the client: a status, the name in `x-amzn-ErrorType`, and a body.

import type { Reply } from '../http/send.ts';

export interface RestErrorParts {
  /** AWS's name. */
  readonly code: string;
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export class RestError extends Error {
  override readonly name = 'RestError';
  readonly code: string;
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor({ code, status, body }: RestErrorParts) {
    super(code);
    this.code = code;
    this.status = status;
    this.body = body;
  }
}

export function restErrorReply({ code, status, body }: RestError): Reply {
  return {
    status,
    contentType: 'application/json',
    headers: ['x-amzn-ErrorType', code],
    sameOrigin: true,
    body: Buffer.from(JSON.stringify(body)),
  };
}
