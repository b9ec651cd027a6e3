// The composition root: the only place where the parts of Headwater meet.

import type { Logger } from './base/logger.ts';
import type { Runtime } from './base/runtime.ts';
import { createApi } from './api/create-api.ts';
import { listen } from './api/http/listen.ts';
import { openDatabase } from './database/open-database.ts';
import { openStreamLog } from './log/open-stream-log.ts';
import type { ServerOptions } from './options.ts';
import { openSqliteStore } from './store/sqlite/open-sqlite-store.ts';

export interface RunningServer extends AsyncDisposable {
  /** `http://HOST:PORT` */
  readonly url: string;
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
  parts: { readonly runtime: Runtime; readonly log: Logger },
): Promise<RunningServer> {
  const { runtime, log } = parts;
  if (!options.allowRemote && !isLoopback(options.host)) throw remoteRefused(options.host);
  await using opening = new AsyncDisposableStack();
  const store = opening.use(
    await openSqliteStore({
      location: options.dataDir === undefined ? 'memory' : { dataDir: options.dataDir },
      durability: options.durability,
    }),
  );
  const database = opening.use(
    openDatabase({
      store,
      runtime,
      options: {
        partitions: options.partitions,
        transitionMs: options.transitionMs,
        logEverything: false,
        enforceThroughput: options.enforceThroughput,
      },
      onFailure: (error) => log.error('Background work of the database failed', { error }),
    }),
  );
  const streams = await openStreamLog(store, runtime);
  const { validationWording } = options;
  const api = createApi({ database, streams, runtime, log, options: { validationWording } });
  const server = await listen(api.listener, { host: options.host, port: options.port });
  opening.defer(() => server.close());
  const resources = opening.move();
  return { url: server.url, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function remoteRefused(host: string): UnsafeOptions {
  return new UnsafeOptions(
    `Headwater does not check credentials, so it listens on loopback alone. To let everyone who can reach ${host} read and write everything, start it with --allow-remote.`,
  );
}
