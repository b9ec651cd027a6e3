// The server of HTTP/1.1: node:http, tuned, bounded against slow and numerous clients, and closing without
// cutting off requests that it is working on. Clients of HTTP/2 are served on the same port.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Http2Sessions } from './http2-sessions.ts';
import { sniffPreface } from './sniff-preface.ts';

// Not imported: an import reads all exports of node:http, and loads the client of WebSockets that is one of them.
// That was a sixth of the start-up.
const { createServer } = process.getBuiltinModule('node:http');

export interface ListenOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Time for a request's head to arrive. */
  readonly headersTimeoutMs?: number;
  /** Time for a whole request to arrive. */
  readonly requestTimeoutMs?: number;
  /** Time that an idle connection stays open. */
  readonly keepAliveTimeoutMs?: number;
  readonly maxConnections?: number;
  /** How often the two timeouts of requests are looked at. */
  readonly timeoutCheckMs?: number;
}

export interface ListeningServer {
  readonly url: string;
  readonly port: number;
  /** How many are open. */
  readonly connections: number;
  /** Stops accepting, lets requests in flight finish, and closes every connection. */
  close(): Promise<void>;
}

const DEFAULTS = {
  headersTimeoutMs: 20_000,
  requestTimeoutMs: 120_000,
  // Longer than load balancers and SDKs keep idle connections, so that it is they who close.
  keepAliveTimeoutMs: 75_000,
  maxConnections: 8192,
  timeoutCheckMs: 5_000,
};

/** AWS's limit on the head of a request (observed on AWS: about 16 KB, then 400). */
const MAX_HEADER_BYTES = 16_384;

export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** Rejects when the address cannot be listened on. */
export async function listen(listener: Listener, options: ListenOptions): Promise<ListeningServer> {
  const settings = { ...DEFAULTS, ...options };
  const connections = new Connections();
  const serve: Listener = (request, response) => {
    connections.requestBegins(request, response);
    listener(request, response);
  };
  const server = createServer(
    {
      noDelay: true,
      headersTimeout: settings.headersTimeoutMs,
      requestTimeout: settings.requestTimeoutMs,
      keepAliveTimeout: settings.keepAliveTimeoutMs,
      connectionsCheckingInterval: settings.timeoutCheckMs,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    serve,
  );
  server.maxConnections = settings.maxConnections;
  sniffConnections(server, { serve, connections, settings });
  server.on('clientError', answerBrokenRequest);
  await listening(server, settings);

  const { port } = server.address() as AddressInfo;
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
  return {
    url: `http://${host}:${port}`,
    port,
    get connections() {
      return connections.count;
    },
    close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      connections.closeIdle();
      return closed;
    },
  };
}

/** Puts a look at the first bytes of each connection before what node:http does with it. */
function sniffConnections(
  server: Server,
  parts: {
    readonly serve: Listener;
    readonly connections: Connections;
    readonly settings: typeof DEFAULTS;
  },
): void {
  const { serve, connections, settings } = parts;
  const [serveHttp1] = server.listeners('connection') as [(socket: Socket) => void];
  server.off('connection', serveHttp1);
  let http2: Promise<Http2Sessions> | undefined;
  server.on('connection', (socket: Socket) => {
    connections.opened(socket);
    sniffPreface(socket, {
      http1: (plain) => serveHttp1.call(server, plain),
      // Most servers never meet such a client.
      http2(framed) {
        http2 ??= openHttp2(serve, settings);
        void http2.then((sessions) => sessions.serve(framed));
      },
      timeoutMs: settings.headersTimeoutMs,
    });
  });
}

async function openHttp2(
  serve: Listener,
  { requestTimeoutMs, keepAliveTimeoutMs }: typeof DEFAULTS,
): Promise<Http2Sessions> {
  const { Http2Sessions: Sessions } = await import('./http2-sessions.ts');
  return new Sessions(serve, {
    maxHeaderBytes: MAX_HEADER_BYTES,
    requestTimeoutMs,
    keepAliveTimeoutMs,
  });
}

function listening(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** How many requests each open connection has in flight. */
class Connections {
  readonly #inFlight = new Map<Socket, number>();
  #closing = false;

  get count(): number {
    return this.#inFlight.size;
  }

  opened(socket: Socket): void {
    this.#inFlight.set(socket, 0);
    socket.once('close', () => this.#inFlight.delete(socket));
  }

  requestBegins(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    this.#count(socket, 1);
    response.once('close', () => {
      this.#count(socket, -1);
      if (this.#closing) this.#closeIfIdle(socket);
    });
  }

  /** Closes connections without requests now, and the others when their last answer is out. */
  closeIdle(): void {
    this.#closing = true;
    for (const socket of this.#inFlight.keys()) this.#closeIfIdle(socket);
  }

  #count(socket: Socket, change: number): void {
    const count = this.#inFlight.get(socket);
    if (count !== undefined) this.#inFlight.set(socket, count + change);
  }

  #closeIfIdle(socket: Socket): void {
    // `destroySoon` first sends what was written and not yet taken by the kernel.
    if (this.#inFlight.get(socket) === 0) socket.destroySoon();
  }
}

// What could not be read as a request is answered without a body, as AWS does.
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408 Request Timeout' : '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
    socket.destroy(),
  );
}
