// The embedding API: a whole server inside your process, for tests and tools.

import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type * as DynamoDB from '@aws-sdk/client-dynamodb';
import type * as DynamoDBStreams from '@aws-sdk/client-dynamodb-streams';
import type * as KinesisSdk from '@aws-sdk/client-kinesis';
import { jsonLinesLogger, type Logger } from './base/logger.ts';
import type { Runtime } from './base/runtime.ts';
import { systemRuntime } from './base/system-runtime.ts';
import { type TurnableClock, withTurnableClock } from './base/turnable-clock.ts';
import type { Faults } from './control/faults/fault-control.ts';
import type { FunctionRequest, Functions } from './control/functions/function-control.ts';
import type { Mappings } from './control/mappings/mapping-control.ts';
import type { Records } from './control/records/record-control.ts';
import { usualScope } from './control/scope.ts';
import type { Shards } from './control/shards/shard-control.ts';
import { defaultOptions, type ServerOptions } from './options.ts';
import { startServer } from './server.ts';

export type { Logger } from './base/logger.ts';
export type { Clock, Runtime } from './base/runtime.ts';
export { manualRuntime } from './base/manual-runtime.ts';
export type { ClockState, TurnableClock } from './base/turnable-clock.ts';
export type { Fault, FaultDuration, FaultKind, FaultRequest } from './control/faults/fault.ts';
export type { AddedFault, Faults } from './control/faults/fault-control.ts';
export type {
  FunctionRequest,
  Functions,
  FunctionView,
  InvocationView,
} from './control/functions/function-control.ts';
export type { MappingRequest, Mappings } from './control/mappings/mapping-control.ts';
export type {
  MappedShardView,
  MappingDetail,
  MappingView,
  RecordAccountView,
} from './control/mappings/mapping-view.ts';
export type { RecordTriggerView } from './control/mappings/record-triggers.ts';
export type { TriggerRequest } from './control/mappings/table-trigger.ts';
export type { RecordRequest, Records } from './control/records/record-control.ts';
export type { RecordRead, RecordView } from './control/records/record-view.ts';
export type { WaitRequest } from './control/waits/record-waits.ts';
export type { ShardRequest, Shards, TrimRequest } from './control/shards/shard-control.ts';
export type { ShardView, StreamView } from './control/shards/shard-view.ts';
export type { ServerOptions } from './options.ts';

/** All optional: by default a server on a free loopback port that keeps everything in memory. */
export interface HeadwaterOptions extends Partial<ServerOptions> {
  /** Of `clientConfig` and the clients; any region works. */
  readonly region?: string;
  /** Time and randomness; `manualRuntime()` for a clock that stands still unless your test turns it. */
  readonly runtime?: Runtime;
  /** Where log lines go; by default to standard error, warnings and errors alone. */
  readonly log?: Logger;
}

export interface Headwater extends AsyncDisposable {
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
  /** Made at first use; your project installs `@aws-sdk/client-kinesis`. */
  readonly kinesis: KinesisSdk.KinesisClient;
  /** The server's time; it can be turned whatever the runtime is. The runtime's own clock if that can. */
  readonly clock: TurnableClock;
  /** Faults that a test turns on: calls that are throttled, fail, wait or lose their connection. */
  readonly faults: Faults;
  /** Shards that a test splits, rolls over and trims. */
  readonly shards: Shards;
  /** Where records are, or went. */
  readonly records: Records;
  /** Functions whose code is a file or folder. Relative paths are those of the process. */
  readonly functions: Functions;
  /** Which tables call which functions, and what became of a record. */
  readonly mappings: Mappings;
  /** Finishes requests in flight, then closes the clients, the socket and the data. */
  close(): Promise<void>;
}

/** Starts a server in this process. Rejects as `headwater start` would fail. */
export async function startHeadwater(options: HeadwaterOptions = {}): Promise<Headwater> {
  const { region = 'us-east-1', runtime: given = systemRuntime(), ...rest } = options;
  const { log = quietLogger(given), ...own } = rest;
  const runtime = withTurnableClock(given);
  const server = await startServer(
    { ...defaultOptions, port: 0, dataDir: undefined, ...own },
    { runtime, log, usual: { ...usualScope, region } },
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
    get kinesis() {
      return clients.kinesis();
    },
    clock: runtime.clock,
    faults: server.faults,
    shards: server.shards({ ...usualScope, region }),
    records: server.records({ ...usualScope, region }),
    mappings: server.mappings({ ...usualScope, region }),
    functions: withRelativePaths(server.functions({ ...usualScope, region })),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The SDK is an optional peer of this package, loaded when a client is asked for. */
function lazyClients(config: Headwater['clientConfig']) {
  const load = createRequire(import.meta.url);
  let dynamodb: DynamoDB.DynamoDBClient | undefined;
  let streams: DynamoDBStreams.DynamoDBStreamsClient | undefined;
  let kinesis: KinesisSdk.KinesisClient | undefined;
  return {
    dynamodb() {
      const sdk = load('@aws-sdk/client-dynamodb') as typeof DynamoDB;
      return (dynamodb ??= new sdk.DynamoDBClient(config));
    },
    streams() {
      const sdk = load('@aws-sdk/client-dynamodb-streams') as typeof DynamoDBStreams;
      return (streams ??= new sdk.DynamoDBStreamsClient(config));
    },
    kinesis() {
      const sdk = load('@aws-sdk/client-kinesis') as typeof KinesisSdk;
      return (kinesis ??= new sdk.KinesisClient(config));
    },
    destroy() {
      dynamodb?.destroy();
      streams?.destroy();
      kinesis?.destroy();
    },
  };
}

function withRelativePaths(functions: Functions): Functions {
  return {
    ...functions,
    add({ handler, ...request }: FunctionRequest) {
      return functions.add(
        handler === undefined ? request : { ...request, handler: resolve(handler) },
      );
    },
  };
}

function quietLogger({ clock }: Runtime): Logger {
  const loud = jsonLinesLogger(clock, (line) => process.stderr.write(line));
  return { ...loud, info: () => {} };
}
