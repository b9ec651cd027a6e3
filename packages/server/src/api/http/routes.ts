// What a route of Headwater's own is, beside AWS's protocol: everything under `/_headwater/`.

export const OWN_PATH_PREFIX = '/_headwater/';

export interface RouteRequest {
  readonly path: string;
  /** What stands for the `:name` segments of the route's path, percent-decoded; never empty. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  /** Aborts when the client has gone, for what takes long. */
  readonly signal: AbortSignal;
}

export interface RouteReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

export interface Route {
  /** A GET answers HEAD too. */
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** For example `/_headwater/metrics`, or `/_headwater/records/:table` with a parameter. */
  readonly path: string;
  /** A ControlError that it throws is told to the client; anything else is a 500. */
  handle(request: RouteRequest): RouteReply | Promise<RouteReply>;
}
