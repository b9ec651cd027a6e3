// The server as its users run it: a process of its own on a free port.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

export interface RunningServer extends AsyncDisposable {
  readonly url: string;
  /** kill -9 */
  kill(): Promise<void>;
}

/** `parameters` follow `headwater start --port 0`. Rejects when the server does not come up. */
export async function runServer(parameters: readonly string[]): Promise<RunningServer> {
  const child = spawn(
    process.execPath,
    ['packages/server/src/main.ts', 'start', '--port', '0', ...parameters],
    { cwd: repository, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const url = await announcedUrl(child);
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  };
  return { url, kill: () => end('SIGKILL'), [Symbol.asyncDispose]: () => end('SIGTERM') };
}

async function announcedUrl({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('The server has no output to read.');
  for await (const line of createInterface({ input: stdout })) {
    const url = /^Headwater ready on (\S+)$/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('The server ended without being ready.');
}
