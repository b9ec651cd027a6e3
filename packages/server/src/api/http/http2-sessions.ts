// Connections of clients that speak HTTP/2 in the clear. Their requests are served as those of HTTP/1.1 are: Node's
// compatibility classes look alike, and what differs is put right here.

import { constants, createServer, type Http2Server, type Http2ServerRequest } from 'node:http2';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface Http2Options {
  /** Bytes that the head of a request may have. */
  readonly maxHeaderBytes: number;
  /** Time for a whole request to arrive. */
  readonly requestTimeoutMs: number;
  /** Time that an idle connection stays open. */
  readonly keepAliveTimeoutMs: number;
}

/** Requests of one connection at once. */
const MAX_STREAMS = 256;
/** What a connection may hold; bodies are bounded together with those of all others. */
const MAX_SESSION_MIB = 512;
/** Bytes of bodies that a client may send ahead, of one request and of a connection. */
const WINDOW_BYTES = 1024 * 1024;

export class Http2Sessions {
  readonly #server: Http2Server;

  constructor(
    listener: (request: IncomingMessage, response: ServerResponse) => void,
    options: Http2Options,
  ) {
    const { maxHeaderBytes, requestTimeoutMs, keepAliveTimeoutMs } = options;
    this.#server = createServer({
      maxSessionMemory: MAX_SESSION_MIB,
      settings: {
        maxConcurrentStreams: MAX_STREAMS,
        initialWindowSize: WINDOW_BYTES,
        maxHeaderListSize: maxHeaderBytes,
      },
    });
    this.#server.on('session', (session) => {
      session.setLocalWindowSize(WINDOW_BYTES);
      // Lets requests in flight finish, however long they take.
      session.setTimeout(keepAliveTimeoutMs, () => session.close());
      // What breaks a connection ends its requests, which is where it is noticed.
      session.on('error', ignore);
    });
    this.#server.on('request', (request, response) => {
      const { stream } = request;
      stream.setTimeout(requestTimeoutMs, () => stream.close(constants.NGHTTP2_CANCEL));
      request.once('end', () => stream.setTimeout(0));
      request.on('error', ignore);
      listener(
        asHttp1(request, socketOf.get(stream.session as object)),
        response as unknown as ServerResponse,
      );
    });
  }

  /** Serves a connection that begins with the preface. */
  serve(socket: Socket): void {
    this.#server.once('session', (session) => socketOf.set(session, socket));
    // Makes the session at once.
    this.#server.emit('connection', socket);
  }
}

/** Sessions keep their sockets to themselves. */
const socketOf = new WeakMap<object, Socket>();

function asHttp1(request: Http2ServerRequest, socket: Socket | undefined): IncomingMessage {
  // HTTP/2 has the host among its own fields.
  request.headers.host ??= request.authority;
  // The connection itself, for who counts requests by it or cuts it.
  Object.defineProperty(request, 'socket', { value: socket });
  return request as unknown as IncomingMessage;
}

function ignore(): void {}
