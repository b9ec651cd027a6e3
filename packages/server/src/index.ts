// The embedding API: a whole server inside your process, for tests and tools.

import { createRequire } from 'node:module';
import type * as DynamoDB from '@aws-sdk/client-dynamodb';
import type * as DynamoDBStreams from '@aws-sdk/client-dynamodb-streams';
import { jsonLinesLogger, type Logger } from './base/logger.ts';
import type { Runtime } from './base/runtime.ts';
import { systemRuntime } from './base/system-runtime.ts';
import { defaultOptions, type ServerOptions } from './options.ts';
import { startServer } from './server.ts';

export type { Logger } from './base/logger.ts';
export type { Clock, Runtime } from './base/runtime.ts';
export { type ManualClock, manualRuntime } from './base/manual-runtime.ts';
export type { ServerOptions } from './options.ts';

/** All optional: by default a server on a free loopback port that keeps everything in memory. */
export interface HeadwaterOptions<R extends Runtime = Runtime> extends Partial<ServerOptions> {
  /** Of `clientConfig` and the clients; any region works. */
  readonly region?: string;
  /** Time and randomness; `manualRuntime()` for a clock that your test turns. */
  readonly runtime?: R;
  /** Where log lines go; by default to standard error, warnings and errors alone. */
  readonly log?: Logger;
}

export interface Headwater<R extends Runtime = Runtime> extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, for AWS_ENDPOINT_URL. */
  readonly endpoint: string;
  /** Configuration for any AWS SDK client: `new DynamoDBClient(headwater.clientConfig)`. */
  readonly clientConfig: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** Made at first use; your project installs `@aws-sdk/client-dynamodb`. */
  readonly dynamodb: DynamoDB.DynamoDBClient;
  /** Made at first use; your project installs `@aws-sdk/client-dynamodb-streams`. */
  readonly streams: DynamoDBStreams.DynamoDBStreamsClient;
  /** The runtime's: with `manualRuntime()` it has `advance`. */
  readonly clock: R['clock'];
  /** Finishes requests in flight, then closes the clients, the socket and the data. */
  close(): Promise<void>;
}

/** Starts a server in this process. Rejects as `headwater start` would fail. */
export function startHeadwater<R extends Runtime>(
  options: HeadwaterOptions<R> & { readonly runtime: R },
): Promise<Headwater<R>>;
export function startHeadwater(options?: HeadwaterOptions): Promise<Headwater>;
export async function startHeadwater(options: HeadwaterOptions = {}): Promise<Headwater> {
  const { region = 'us-east-1', runtime = systemRuntime(), ...rest } = options;
  const { log = quietLogger(runtime), ...own } = rest;
  const server = await startServer(
    { ...defaultOptions, port: 0, dataDir: undefined, ...own },
    { runtime, log },
  );
  const clientConfig = {
    endpoint: server.url,
    region,
    credentials: { accessKeyId: '000000000000', secretAccessKey: 'headwater' },
  };
  const clients = lazyClients(clientConfig);
  const close = async (): Promise<void> => {
    clients.destroy();
    await server[Symbol.asyncDispose]();
  };
  return {
    endpoint: server.url,
    clientConfig,
    get dynamodb() {
      return clients.dynamodb();
    },
    get streams() {
      return clients.streams();
    },
    clock: runtime.clock,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The SDK is an optional peer of this package, loaded when a client is asked for. */
function lazyClients(config: Headwater['clientConfig']) {
  const load = createRequire(import.meta.url);
  let dynamodb: DynamoDB.DynamoDBClient | undefined;
  let streams: DynamoDBStreams.DynamoDBStreamsClient | undefined;
  return {
    dynamodb() {
      const sdk = load('@aws-sdk/client-dynamodb') as typeof DynamoDB;
      return (dynamodb ??= new sdk.DynamoDBClient(config));
    },
    streams() {
      const sdk = load('@aws-sdk/client-dynamodb-streams') as typeof DynamoDBStreams;
      return (streams ??= new sdk.DynamoDBStreamsClient(config));
    },
    destroy() {
      dynamodb?.destroy();
      streams?.destroy();
    },
  };
}

function quietLogger({ clock }: Runtime): Logger {
  const loud = jsonLinesLogger(clock, (line) => process.stderr.write(line));
  return { ...loud, info: () => {} };
}
