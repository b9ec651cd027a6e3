// `headwater start`: the server, from its options to its end by a signal.

import { resolve } from 'node:path';
import { jsonLinesLogger, type Logger } from './base/logger.ts';
import { systemRuntime } from './base/system-runtime.ts';
import type { ServerOptions } from './options.ts';
import { startServer } from './server.ts';

/** Resolves when the server has stopped, or could not start: then the exit code is 1. */
export async function runServer(options: ServerOptions, version: string): Promise<void> {
  const runtime = systemRuntime();
  const log = jsonLinesLogger(runtime.clock, (line) => process.stderr.write(line));
  const stopped = stopSignal();
  try {
    await using server = await startServer(options, { runtime, log });
    process.stdout.write(`Headwater ready on ${server.url}\n`);
    log.info('Started', { url: server.url, version, ...shown(options) });
    log.info('Stopping', { signal: await stopped });
  } catch (error) {
    fail(log, error);
  }
}

function shown({ dataDir, durability, partitions }: ServerOptions): Record<string, unknown> {
  return dataDir === undefined
    ? { data: 'in memory', partitions }
    : { data: resolve(dataDir), durability, partitions };
}

function stopSignal(): Promise<string> {
  const { promise, resolve: stop } = Promise.withResolvers<string>();
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  return promise;
}

function fail(logger: Logger, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  logger.error(`Headwater failed: ${message}`);
  process.exitCode = 1;
}
