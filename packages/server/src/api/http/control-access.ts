// Keeps the pages of other sites away from the control routes, which ask for no credentials: whoever
// visits a page runs its scripts, and those can send requests to a server on loopback.

import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { ControlError } from '../../control/control-error.ts';

/**
 * Three checks, of which none stands in the way of a program:
 * - `Host` is an address or localhost. A page can let its own name resolve to 127.0.0.1 ("DNS rebinding")
 *   and so be of the same origin as the server; `anyHost` allows names, for servers that have one.
 * - `Origin`, which browsers send along with all that could change something, is the server's own.
 * - What changes something is JSON, which browsers send elsewhere only if a preflight allows it, and the
 *   control routes answer none.
 *
 * @throws ControlError
 */
export function checkAccess(
  { method, headers }: Pick<IncomingMessage, 'method' | 'headers'>,
  { anyHost }: { readonly anyHost: boolean },
): void {
  checkOrigin({ headers }, { anyHost });
  if ((method === 'POST' || method === 'PUT') && !isJson(headers['content-type'])) {
    throw new ControlError(415, 'The request needs the header "content-type: application/json".');
  }
}

/**
 * The first two of them, for what else must not be called by the pages of other sites; `what` is its name.
 * @throws ControlError
 */
export function checkOrigin(
  { headers }: Pick<IncomingMessage, 'headers'>,
  { anyHost, what = 'control routes' }: { readonly anyHost: boolean; readonly what?: string },
): void {
  const { host = '', origin } = headers;
  if (!anyHost && !isLocalName(hostnameOf(host))) {
    throw new ControlError(
      403,
      `The ${what} are not for the host name ${JSON.stringify(host)}: call the server as localhost or by its IP address, or start it with --allow-remote.`,
    );
  }
  if (origin !== undefined && hostOf(origin) !== host.toLowerCase()) {
    throw new ControlError(403, `The ${what} are not for pages of other origins.`);
  }
}

/** `localhost:8000` and `[::1]:8000` without the port and the brackets. */
function hostnameOf(host: string): string {
  return host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
}

/** The names that resolvers may not look up elsewhere (RFC 6761, section 6.3), and addresses. */
function isLocalName(hostname: string): boolean {
  return isIP(hostname) !== 0 || /^(?:.+\.)?localhost$/i.test(hostname);
}

/** Undefined for the origin `null`, which sandboxed pages have. */
function hostOf(origin: string): string | undefined {
  return URL.parse(origin)?.host;
}

function isJson(contentType: string | undefined): boolean {
  return /^application\/json\s*(?:;|$)/i.test(contentType ?? '');
}
