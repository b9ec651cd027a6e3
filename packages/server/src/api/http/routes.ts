// Headwater's own routes, beside AWS's protocol: everything under `/_headwater/`.

export const OWN_PATH_PREFIX = '/_headwater/';

export interface RouteRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

export interface RouteReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Compared as a whole, for example `/_headwater/metrics`. */
  readonly path: string;
  handle(request: RouteRequest): RouteReply | Promise<RouteReply>;
}

export const healthRoute: Route = {
  method: 'GET',
  path: `${OWN_PATH_PREFIX}health`,
  handle: () => ({ status: 200, contentType: 'application/json', body: '{"status":"ok"}' }),
};

export function findRoute(
  routes: readonly Route[],
  method: string | undefined,
  path: string,
): Route | undefined {
  return routes.find((route) => route.path === path && route.method === method);
}
