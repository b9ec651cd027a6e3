// Finds the route of a request by its path and method.

import type { Route } from './routes.ts';

export type FoundRoute =
  | { readonly route: Route; readonly parameters: Readonly<Record<string, string>> }
  /** Methods that the path takes, of which the request's is none; empty for an unknown path. */
  | { readonly route?: undefined; readonly allowed: readonly string[] };

interface Pattern {
  readonly route: Route;
  readonly segments: readonly string[];
}

export class RouteTable {
  readonly #patterns: readonly Pattern[];

  /** Where several routes fit a request, the first of them is it. */
  constructor(routes: readonly Route[]) {
    this.#patterns = routes.map((route) => ({ route, segments: route.path.split('/') }));
  }

  /** `path` is as sent, without the query. Throws URIError when a parameter of it cannot be decoded. */
  find(method: string, path: string): FoundRoute {
    const wanted = method === 'HEAD' ? 'GET' : method;
    const segments = path.split('/');
    const allowed = new Set<string>();
    for (const pattern of this.#patterns) {
      const parameters = parametersOf(pattern.segments, segments);
      if (parameters === undefined) continue;
      if (pattern.route.method === wanted) return { route: pattern.route, parameters };
      allowed.add(pattern.route.method);
      if (pattern.route.method === 'GET') allowed.add('HEAD');
    }
    return { allowed: [...allowed] };
  }
}

/** Undefined when the path does not fit. */
function parametersOf(
  pattern: readonly string[],
  path: readonly string[],
): Record<string, string> | undefined {
  if (pattern.length !== path.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const segment = path[index] ?? '';
    if (!expected.startsWith(':')) {
      if (segment !== expected) return undefined;
    } else {
      if (segment === '') return undefined;
      parameters[expected.slice(1)] = decodeURIComponent(segment);
    }
  }
  return parameters;
}
