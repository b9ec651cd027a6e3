// The composition root: the only place where the parts of Headwater meet.

import type { Logger } from './base/logger.ts';
import type { Runtime } from './base/runtime.ts';
import { type TurnableClock, withTurnableClock } from './base/turnable-clock.ts';
import { createApi } from './api/create-api.ts';
import { faultsOfOperation } from './api/faults-of-operation.ts';
import { connectionMetrics } from './api/http/http-metrics.ts';
import { listen } from './api/http/listen.ts';
import { type Cloud, openCloud } from './cloud/open-cloud.ts';
import { type Faults, faults } from './control/faults/fault-control.ts';
import { FaultInterceptor } from './control/faults/fault-interceptor.ts';
import { faultMetrics } from './control/faults/fault-metrics.ts';
import { FaultRegistry } from './control/faults/fault-registry.ts';
import { faultRoutes } from './control/faults/fault-routes.ts';
import { mappingMetrics } from './control/mappings/mapping-metrics.ts';
import { MetricRegistry } from './control/metrics/metric-registry.ts';
import { metricsRoute } from './control/metrics/metrics-route.ts';
import { kinesisMetrics } from './control/kinesis-metrics.ts';
import { usualScope } from './control/scope.ts';
import { streamMetrics } from './control/stream-metrics.ts';
import { RecordWaits } from './control/waits/record-waits.ts';
import { type Controls, controlsOf } from './controls.ts';
import type { DatabaseOptions } from './database/context.ts';
import { openDatabase } from './database/open-database.ts';
import { hasKinesis, type LazyKinesis, lazyKinesis } from './kinesis/lazy-kinesis.ts';
import { type FunctionService, openFunctions } from './lambda/functions/open-functions.ts';
import { openStreamLog, type StreamLogOptions } from './log/open-stream-log.ts';
import { functionsFile } from './functions-file.ts';
import { openMappings } from './open-mappings.ts';
import type { Scope } from './model/table.ts';
import type { ServerOptions } from './options.ts';
import { openSqliteStore } from './store/sqlite/open-sqlite-store.ts';
import type { Store } from './store/store.ts';

export interface RunningServer extends Controls, AsyncDisposable {
  /** `http://HOST:PORT` */
  readonly url: string;
  readonly faults: Faults;
}

export interface ServerParts {
  readonly runtime: Runtime;
  readonly log: Logger;
  /** Of functions in a file that name no scope. */
  readonly usual?: Scope;
}

/** The options ask for something that Headwater refuses to do. */
class UnsafeOptions extends Error {
  override readonly name = 'UnsafeOptions';
}

/**
 * Opens the data and listens. Rejects with UnsafeOptions, CannotOpenStore, or the error of the socket
 * when the address is taken; nothing stays open then.
 */
export async function startServer(
  options: ServerOptions,
  parts: ServerParts,
): Promise<RunningServer> {
  const { log, usual = usualScope } = parts;
  const runtime = withTurnableClock(parts.runtime);
  const { clock } = runtime;
  if (!options.allowRemote && !isLoopback(options.host)) throw remoteRefused(options.host);
  await using opening = new AsyncDisposableStack();
  const { dataDir, durability } = options;
  const location = dataDir === undefined ? 'memory' : { dataDir };
  const store = opening.use(await openSqliteStore({ location, durability }));
  const joined = joining(opening, clock);
  const database = joined(databaseOf(options, { store, runtime, log }));
  const address: Address = {};
  const ownUrl = () => address.url;
  const cloud = opening.use(openCloud({ dataDir, environment: process.env, ownUrl, log }));
  const functions = joined(functionsOf(options, { store, runtime, log, address, cloud }));
  const streams = await openStreamLog(store, runtime, streamLogOptions(options));
  const kinesis = joined(await kinesisOf(options, { store, runtime, log }));
  const { transitionMs } = options;
  const { services } = cloud;
  const followed = { store, streams, kinesis, functions, cloud: services };
  const mappings = joined(openMappings({ ...followed, runtime, log, transitionMs }));
  const file = joined(functionsFile(options.functionsFile, database));
  const waits = new RecordWaits(streams, clock);
  const control = { clock, database, streams, waits, functions, mappings };
  const { routes, ...controls } = controlsOf(control);
  const faultRegistry = new FaultRegistry(runtime, faultsOfOperation);
  const interceptor = new FaultInterceptor(faultRegistry, clock);
  const metrics = new MetricRegistry();
  const api = createApi({
    database: file.database,
    streams,
    lambda: { functions, mappings },
    emulator: cloud.emulator,
    kinesis: () => kinesis.open(),
    runtime,
    log,
    options: {
      validationWording: options.validationWording,
      interceptor,
      routes: [metricsRoute(metrics), ...faultRoutes(faultRegistry), ...routes],
      anyHost: options.allowRemote,
      metrics,
    },
  });
  const server = await listen(api.listener, { host: options.host, port: options.port });
  opening.defer(() => {
    // Those who wait for messages, or for records, are requests that the server would wait for.
    cloud.emulator.endWaiting();
    kinesis.current?.subscriptions.end();
    waits[Symbol.dispose]();
    return server.close();
  });
  address.url = server.url;
  metrics.add(streamMetrics(database), faultMetrics(faultRegistry), kinesisMetrics(kinesis));
  metrics.add(mappingMetrics(mappings), waits);
  metrics.add(connectionMetrics(() => server.connections));
  opening.use(interceptor);
  await mappings.resume();
  await file.open({ controls, streams, log, usual });
  const resources = opening.move();
  return {
    url: server.url,
    faults: faults(faultRegistry),
    ...controls,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

function databaseOf(
  options: ServerOptions,
  parts: { readonly store: Store; readonly runtime: Runtime; readonly log: Logger },
): ReturnType<typeof openDatabase> {
  const { store, runtime, log } = parts;
  return openDatabase({
    store,
    runtime,
    options: databaseOptions(options),
    onFailure: (error) => log.error('Background work of the database failed', { error }),
  });
}

/** For parts that the clock waits for when it leaps. */
function joining(opening: AsyncDisposableStack, clock: TurnableClock) {
  return <Part extends AsyncDisposable & { settled(): Promise<void> }>(part: Part): Part => {
    opening.use(part);
    opening.defer(clock.join(() => part.settled()));
    return part;
  };
}

/** Where the server listens, once it does. */
interface Address {
  url?: string;
}

function functionsOf(
  { dataDir }: ServerOptions,
  parts: {
    readonly store: Store;
    readonly runtime: Runtime;
    readonly log: Logger;
    readonly address: Address;
    readonly cloud: Cloud;
  },
): FunctionService {
  const { store, runtime, log, address, cloud } = parts;
  return openFunctions({
    store,
    runtime,
    log,
    dataDir,
    // Most servers never invoke a function, and start without what that takes.
    async startInvoker({ codeOf }) {
      const { openInvoker } = await import('./lambda/runtimes/open-invoker.ts');
      return openInvoker({
        runtime,
        codeOf,
        endpointUrl: () => address.url,
        onLine: ({ name }, line) => log.info(line, { function: name }),
      });
    },
    objects: cloud.services,
    async loadDestinations(invokeLater) {
      const { openEventDestinations } =
        await import('./followers/delivery/open-event-destinations.ts');
      return openEventDestinations({ cloud: cloud.services, runtime, invokeLater });
    },
  });
}

/** Open already when the store has anything of Kinesis. */
async function kinesisOf(
  { transitionMs, enforceStreamLimits: enforceLimits }: ServerOptions,
  parts: { readonly store: Store; readonly runtime: Runtime; readonly log: Logger },
): Promise<LazyKinesis> {
  const { store, runtime, log } = parts;
  const kinesis = lazyKinesis(async () => {
    const { openKinesis } = await import('./kinesis/open-kinesis.ts');
    return openKinesis({
      store,
      runtime,
      transitionMs,
      enforceLimits,
      onFailure: (error) => log.error('Background work of Kinesis failed', { error }),
    });
  });
  if (await hasKinesis(store)) await kinesis.open();
  return kinesis;
}

function streamLogOptions({ enforceStreamLimits: enforceLimits }: ServerOptions): StreamLogOptions {
  return { enforceLimits };
}

function databaseOptions(options: ServerOptions): DatabaseOptions {
  return {
    partitions: options.partitions,
    transitionMs: options.transitionMs,
    logEverything: false,
    enforceThroughput: options.enforceThroughput,
    retentionMs: options.retentionMs,
    shardLifetimeMs: options.shardLifetimeMs,
    retentionBytes: options.retentionBytes,
    splitAbove: options.splitAbove,
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function remoteRefused(host: string): UnsafeOptions {
  return new UnsafeOptions(
    `Headwater does not check credentials, so it listens on loopback alone. To let everyone who can reach ${host} read and write everything, start it with --allow-remote.`,
  );
}
