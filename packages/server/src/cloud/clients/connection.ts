// How a client of the SDK reaches its service: over HTTP, or the emulator in this process without a connection, so
// that what is delivered while the server stops still arrives.

import { Readable } from 'node:stream';
import type { SQSClientConfig } from '@aws-sdk/client-sqs';
import type { Emulator, EmulatorTarget } from '../emulator/emulator.ts';

/** What the configurations of all clients have in common. */
export type Connection = Pick<SQSClientConfig, 'region' | 'endpoint' | 'maxAttempts'> & {
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly requestHandler: HandlerOptions | InProcessHandler;
};

interface HandlerOptions {
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
}

/** Milliseconds: a service that does not answer holds up what waits for the delivery. */
const TIMEOUTS: HandlerOptions = { connectionTimeout: 5000, requestTimeout: 30_000 };
const MAX_ATTEMPTS = 3;

/** Nobody connects to it. */
const IN_PROCESS_URL = 'http://localhost';

export function connectionTo(
  { service, region }: EmulatorTarget,
  {
    endpoint,
    emulator,
    account,
    ownCredentials,
  }: {
    /** Undefined for the emulator. */
    readonly endpoint: string | undefined;
    readonly emulator: Emulator;
    readonly account: string;
    /** Whether the SDK finds credentials by itself. */
    readonly ownCredentials: boolean;
  },
): Connection {
  // Emulators take any, and some take a key id of twelve digits for the account that is meant.
  const credentials = { accessKeyId: account, secretAccessKey: 'headwater' };
  if (endpoint === undefined) {
    const requestHandler = new InProcessHandler(emulator, { service, region });
    return { region, endpoint: IN_PROCESS_URL, maxAttempts: 1, credentials, requestHandler };
  }
  return {
    region,
    endpoint,
    maxAttempts: MAX_ATTEMPTS,
    ...(ownCredentials ? {} : { credentials }),
    requestHandler: TIMEOUTS,
  };
}

/** What the SDK's requests have, as far as it is used here. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

class InProcessHandler {
  readonly #emulator: Emulator;
  readonly #target: EmulatorTarget;

  constructor(emulator: Emulator, target: EmulatorTarget) {
    this.#emulator = emulator;
    this.#target = target;
  }

  async handle({ method, path, query, headers, body }: SdkRequest) {
    const reply = await this.#emulator.call(
      { method, path: path + queryText(query), headers: inLowerCase(headers), body: bytesOf(body) },
      this.#target,
    );
    const { status: statusCode } = reply;
    return {
      response: { statusCode, headers: { ...reply.headers }, body: Readable.from([reply.body]) },
    };
  }

  // The SDK asks its handlers for these.
  updateHttpClientConfig(): void {}
  httpHandlerConfigs(): object {
    return {};
  }
  destroy(): void {}
}

function queryText(query: SdkRequest['query'] = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value ?? ''].flat()) parameters.append(name, one);
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

function inLowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

function bytesOf(body: unknown): Uint8Array {
  // The SDK's own kind of bytes warns of most that can be done with it.
  if (body instanceof Uint8Array) {
    return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  }
  if (typeof body === 'string') return Buffer.from(body);
  if (body === undefined) return new Uint8Array();
  throw new TypeError('A request of the SDK has a body that is neither bytes nor a text.');
}
