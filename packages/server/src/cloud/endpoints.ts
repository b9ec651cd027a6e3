// Where SQS, SNS and S3 are: at the URLs that the standard variables name, or else in the emulator. Real AWS is
// never meant by default: it is one of those URLs, such as https://sqs.eu-west-1.amazonaws.com.

import type { CloudService } from './emulator/emulator.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The variables are set wrongly; the message says which. */
export class BadEndpoint extends Error {
  override readonly name = 'BadEndpoint';
}

/**
 * `own` is the server's own address: who names that means the emulator behind it.
 * @returns undefined for the emulator
 * @throws BadEndpoint
 */
export function endpointOf(
  service: CloudService,
  { environment, own }: { readonly environment: Environment; readonly own: string | undefined },
): string | undefined {
  // SDKs and tools reference guide, "Service-specific endpoints".
  if (environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']?.toLowerCase() === 'true')
    return undefined;
  for (const name of [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, 'AWS_ENDPOINT_URL']) {
    const value = environment[name];
    if (value === undefined || value === '') continue;
    const url = URL.parse(value);
    if (url === null || !/^https?:$/.test(url.protocol)) {
      throw new BadEndpoint(`${name} has to be a URL with http or https; it is ${value}.`);
    }
    return own !== undefined && isSame(url, new URL(own)) ? undefined : value;
  }
  return undefined;
}

function isSame(url: URL, own: URL): boolean {
  const same = url.hostname === own.hostname || (isLocal(url.hostname) && isLocal(own.hostname));
  return same && url.protocol === own.protocol && url.port === own.port;
}

/** What a server on one machine is called there; it listens on `0.0.0.0` for all of them. */
function isLocal(hostname: string): boolean {
  return /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\])$/.test(hostname);
}

/** Where the SDK finds credentials (SDKs and tools reference guide, "Standardized credential providers"). */
const CREDENTIALS = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
];

export function hasCredentials(environment: Environment): boolean {
  return CREDENTIALS.some((name) => (environment[name] ?? '') !== '');
}
