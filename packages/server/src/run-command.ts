// The `headwater` command, once main.ts has switched the compile cache on. Each of its commands loads what it
// needs by itself: a server does without the clients of the control routes, and those without a server.

import { readFileSync } from 'node:fs';
import { runProgram } from './command-line/program.ts';
import type { ServerOptions } from './options.ts';

const { version } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { version: string };

await runProgram({ version, parameters: process.argv.slice(2), start });
// Not by running out of work: after a disk refused a write the store leaves its file open on purpose,
// and an orderly exit would close it (see store/sqlite).
process.exit();

async function start(options: ServerOptions): Promise<void> {
  const { runServer } = await import('./run-server.ts');
  await runServer(options, version);
}
