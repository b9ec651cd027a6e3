// The server as a process of its own, started as its users start it, to be killed.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface ServerProcess extends AsyncDisposable {
  /** Resolves with the server's URL when it is ready; rejects when it ends before. */
  readonly url: Promise<string>;
  /** Lines of its log that warn or tell of an error. */
  readonly errors: readonly string[];
  /** SIGKILL; resolves when the process is gone. Rejects when it had ended by itself. */
  kill(): Promise<void>;
}

export function startServerProcess(options: {
  readonly dataDir: string;
  readonly durability: 'fsync' | 'os';
}): ServerProcess {
  const { dataDir, durability } = options;
  const flags = ['--data-dir', dataDir, '--durability', durability, '--port', '0'];
  const child = spawn(process.execPath, [main, 'start', ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  const log: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
  const url = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      const ready = /^Headwater ready on (\S+)$/.exec(line)?.[1];
      if (ready !== undefined) return ready;
    }
    throw new Error(`The server ended before it was ready: ${log.join('\n')}`);
  })();
  // Whoever kills it while it starts does not wait for its URL.
  url.catch(() => undefined);
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  return {
    url,
    get errors() {
      return log.filter((line) => /"level":"(?:warn|error)"/.test(line));
    },
    async kill() {
      const endedItself = hasEnded();
      child.kill('SIGKILL');
      await closed;
      if (endedItself) throw new Error(`The server ended by itself: ${log.join('\n')}`);
    },
    async [Symbol.asyncDispose]() {
      if (!hasEnded()) child.kill('SIGKILL');
      await closed;
    },
  };
}
