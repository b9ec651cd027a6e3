// An API over real sockets in front of a database and a stream log of which a test says what they do;
// anything else that the API asks of them fails the request.

import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { LogFields } from '../../base/logger.ts';
import { manualRuntime } from '../../base/manual-runtime.ts';
import type { Database } from '../../database/database.ts';
import type { StreamLog } from '../../log/stream-log.ts';
import { createApi, type ApiOptions } from '../create-api.ts';
import { listen, type ListenOptions } from '../http/listen.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The body as it was sent. */
  readonly bytes: Buffer;
}

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields | undefined;
}

export interface TestApi extends AsyncDisposable {
  readonly port: number;
  readonly log: readonly LogLine[];
  close(): Promise<void>;
  /** Sends one request on a connection of its own. */
  send(request: TestRequest): Promise<Answer>;
  /** Calls an operation of DynamoDB, or of the service before the dot; gives the JSON of the answer. */
  call(operation: string, input: unknown): Promise<{ readonly status: number; readonly json: any }>;
}

export interface TestRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** The member of an error that names it. */
export const TYPE = '__type';

export const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=abc';

/** Headers of a call that passes every stage. */
export function callHeaders(operation: string): Record<string, string> {
  return {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': operation.includes('.') ? operation : `DynamoDB_20120810.${operation}`,
    'x-amz-date': '20260101T000000Z',
    authorization: AUTHORIZATION,
  };
}

export async function startTestApi(
  parts: {
    readonly database?: Partial<Database>;
    readonly streams?: Partial<StreamLog>;
    readonly options?: ApiOptions;
    readonly listen?: Partial<ListenOptions>;
  } = {},
): Promise<TestApi> {
  const lines: LogLine[] = [];
  const log = (level: LogLine['level']) => (message: string, fields?: LogFields) => {
    lines.push({ level, message, fields });
  };
  const api = createApi({
    database: (parts.database ?? {}) as Database,
    streams: (parts.streams ?? {}) as StreamLog,
    runtime: manualRuntime(),
    log: { info: log('info'), warn: log('warn'), error: log('error') },
    ...(parts.options === undefined ? {} : { options: parts.options }),
  });
  const server = await listen(api.listener, { host: '127.0.0.1', port: 0, ...parts.listen });
  const { port } = server;
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= server.close());
  return {
    port,
    log: lines,
    close,
    send: (request) => send(port, request),
    async call(operation, input) {
      const body = JSON.stringify(input);
      const answer = await send(port, { headers: callHeaders(operation), body });
      return { status: answer.status, json: JSON.parse(answer.bytes.toString()) };
    },
    [Symbol.asyncDispose]: close,
  };
}

function send(port: number, asked: TestRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'POST', path = '/', headers = {}, body = '' } = asked;
    const request = httpRequest(
      { host: '127.0.0.1', port, method, path, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            bytes: Buffer.concat(chunks),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
