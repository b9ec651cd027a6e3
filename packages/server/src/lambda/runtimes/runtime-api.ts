// The Runtime API of one environment: what its process asks for work, and tells its answers. It has a port of its
// own, which is how the environment is known. Paths, headers, states and answers are those of AWS
// ("Using the Lambda runtime API" in the developer guide; what it does not say is as in the open source of
// aws-lambda-runtime-interface-emulator).

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FileStamp } from './file-stamp.ts';

/** One invocation as it is handed to the environment. */
export interface Delivery {
  readonly requestId: string;
  readonly payload: Uint8Array;
  /** Epoch milliseconds, of the machine's own clock. */
  readonly deadline: number;
  readonly invokedArn: string;
  readonly traceId: string;
  /** JSON in ASCII. */
  readonly clientContext: string | undefined;
}

export interface RuntimeAnswer {
  readonly kind: 'response' | 'error';
  /** Undefined when it was larger than AWS lets answers be. */
  readonly body: Uint8Array | undefined;
}

export interface RuntimeEvents {
  /** The process asks for work. */
  ready(): void;
  answered(answer: RuntimeAnswer): void;
  /** The process could not load the function's code. */
  failedToStart(answer: RuntimeAnswer): void;
  /** Files that the process loaded, which our own clients tell when they are asked to. */
  loaded(files: readonly FileStamp[]): void;
}

/** In bytes. AWS names this number, which is 6 MB and a little, in its texts. */
export const maxAnswerBytes = 6_291_556;

/** The states that a runtime can be in, by the names that answers have for them. */
type State =
  | 'RuntimeStarted'
  | 'RuntimeReady'
  | 'RuntimeRunning'
  | 'RuntimeResponseSent'
  | 'RuntimeInitError';

const paths =
  /^\/2018-06-01\/runtime\/(?:invocation\/(?:(?<next>next)|(?<id>[^/]+)\/(?<kind>response|error))|(?<init>init\/error))$/;

export class RuntimeApi implements Disposable {
  readonly #server: Server;
  readonly #events: RuntimeEvents;
  #state: State = 'RuntimeStarted';
  /** The request for work that is not answered yet. */
  #asking: ServerResponse | undefined;
  #requestId: string | undefined;

  private constructor(server: Server, events: RuntimeEvents) {
    this.#server = server;
    this.#events = events;
  }

  static async listen(events: RuntimeEvents): Promise<RuntimeApi> {
    const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 });
    const api = new RuntimeApi(server, events);
    server.on('request', (request, response) => {
      api.#serve(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return api;
  }

  /** `host:port`, for AWS_LAMBDA_RUNTIME_API. */
  get address(): string {
    const { address, port } = this.#server.address() as AddressInfo;
    return `${address}:${port}`;
  }

  get isReady(): boolean {
    return this.#state === 'RuntimeReady';
  }

  /** Only when it is ready. */
  deliver(delivery: Delivery): void {
    const response = this.#asking;
    if (response === undefined) return;
    this.#asking = undefined;
    this.#requestId = delivery.requestId;
    this.#state = 'RuntimeRunning';
    const { clientContext } = delivery;
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': delivery.payload.byteLength,
      'Lambda-Runtime-Aws-Request-Id': delivery.requestId,
      'Lambda-Runtime-Deadline-Ms': String(Math.round(delivery.deadline)),
      'Lambda-Runtime-Invoked-Function-Arn': delivery.invokedArn,
      'Lambda-Runtime-Trace-Id': delivery.traceId,
      ...(clientContext === undefined ? {} : { 'Lambda-Runtime-Client-Context': clientContext }),
    });
    response.end(delivery.payload);
  }

  [Symbol.dispose](): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A page in a browser could reach the port too; no runtime sends these.
    if (request.headers.origin !== undefined || request.headers['sec-fetch-site'] !== undefined) {
      refuse(response, 403, 'Forbidden', 'Pages of sites do not call the Runtime API.');
      return;
    }
    const { url = '', method } = request;
    const groups = paths.exec(url)?.groups;
    if (method === 'GET' && groups?.['next'] !== undefined) {
      this.#next(response);
    } else if (method === 'POST' && groups?.['init'] !== undefined) {
      await this.#initError(request, response);
    } else if (method === 'POST' && groups?.['id'] !== undefined) {
      const kind = groups['kind'] === 'response' ? 'response' : 'error';
      await this.#answer({ request, response, id: groups['id'], kind });
    } else if (method === 'POST' && url === '/headwater/files') {
      const body = await readBody(request);
      this.#events.loaded(JSON.parse(Buffer.from(body ?? []).toString()) as FileStamp[]);
      accept(response);
    } else {
      request.resume();
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('404 page not found\n');
    }
  }

  #next(response: ServerResponse): void {
    if (this.#state === 'RuntimeRunning' || this.#state === 'RuntimeInitError') {
      this.#refuseTransition(response, 'RuntimeReady');
      return;
    }
    this.#asking = response;
    this.#state = 'RuntimeReady';
    this.#events.ready();
  }

  async #initError(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    if (this.#state !== 'RuntimeStarted') {
      this.#refuseTransition(response, 'RuntimeInitError');
      return;
    }
    this.#state = 'RuntimeInitError';
    this.#events.failedToStart({ kind: 'error', body });
    accept(response);
  }

  async #answer(found: {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly id: string;
    readonly kind: RuntimeAnswer['kind'];
  }): Promise<void> {
    const { request, response, id, kind } = found;
    const body = await readBody(request);
    if (this.#state !== 'RuntimeRunning') {
      this.#refuseTransition(
        response,
        kind === 'response' ? 'RuntimeInvocationResponse' : 'RuntimeInvocationErrorResponse',
      );
      return;
    }
    if (id !== this.#requestId) {
      refuse(response, 400, 'InvalidRequestID', 'Invalid request ID');
      return;
    }
    this.#state = 'RuntimeResponseSent';
    this.#events.answered({ kind, body });
    if (body === undefined) {
      const message = `Exceeded maximum allowed payload size (${maxAnswerBytes} bytes).`;
      refuse(response, 413, 'RequestEntityTooLarge', message);
    } else {
      accept(response);
    }
  }

  #refuseTransition(response: ServerResponse, to: string): void {
    const message = `State transition from ${this.#state} to ${to} failed for runtime. Error: State transition is not allowed`;
    refuse(response, 403, 'InvalidStateTransition', message);
  }
}

/** Undefined when it is too large; then too it is read to its end, so that the answer is. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size <= maxAnswerBytes) chunks.push(chunk);
  }
  return size <= maxAnswerBytes ? Buffer.concat(chunks) : undefined;
}

function accept(response: ServerResponse): void {
  send(response, 202, { status: 'OK' });
}

function refuse(
  response: ServerResponse,
  status: number,
  errorType: string,
  errorMessage: string,
): void {
  send(response, status, { errorMessage, errorType });
}

function send(response: ServerResponse, status: number, document: object): void {
  const body = Buffer.from(`${JSON.stringify(document)}\n`);
  response
    .writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': body.byteLength })
    .end(body);
}
