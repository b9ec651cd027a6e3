// The `headwater` command, once main.ts has switched the compile cache on.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { jsonLinesLogger, type Logger } from './base/logger.ts';
import { systemRuntime } from './base/system-runtime.ts';
import { commandLine } from './command-line.ts';
import type { ServerOptions } from './options.ts';
import { startServer } from './server.ts';

const runtime = systemRuntime();
const log = jsonLinesLogger(runtime.clock, (line) => process.stderr.write(line));
const { version } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { version: string };

await commandLine(version, run).parseAsync();
// Not by running out of work: after a disk refused a write the store leaves its file open on purpose,
// and an orderly exit would close it (see store/sqlite).
process.exit();

async function run(options: ServerOptions): Promise<void> {
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
