// Ends the processes of functions when the server was killed and could not do it itself, also those that are busy
// and would not notice, and removes their temporary files. It is a shell that is told of each process, and reads
// until the server is gone.

import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

const script = `
alive=' '
while read -r sign pid; do
  case $sign in
    +) alive="$alive$pid " ;;
    -) alive="\${alive%% "$pid" *} \${alive#* "$pid" }" ;;
  esac
done
for pid in $alive; do kill -9 "-$pid"; done
[ -z "$1" ] || rm -rf "$1"
`;

export interface ProcessGuard extends AsyncDisposable {
  /** `pid` leads a group of processes. */
  watch(pid: number): void;
  /** The process has ended. */
  forget(pid: number): void;
}

/** `folder` goes when the processes have ended, if it is given. Windows has no such shell. */
export function startProcessGuard(folder = ''): ProcessGuard {
  if (process.platform === 'win32') return noGuard;
  // In a group of its own, so that what ends the server from a terminal does not end this first.
  const shell = spawn('/bin/sh', ['-c', script, 'headwater-guard', folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: { PATH: '/usr/bin:/bin' },
  });
  const ended = new Promise<void>((resolve) => {
    shell.once('exit', () => resolve());
    // No shell, no guard: then only processes that wait for work notice that the server is gone.
    shell.once('error', () => resolve());
  });
  shell.unref();
  const input: Writable = shell.stdin;
  input.on('error', () => undefined);
  return {
    watch: (pid) => void input.write(`+ ${pid}\n`),
    forget: (pid) => void input.write(`- ${pid}\n`),
    async [Symbol.asyncDispose]() {
      shell.ref();
      input.end();
      await ended;
    },
  };
}

const noGuard: ProcessGuard = {
  watch: () => undefined,
  forget: () => undefined,
  [Symbol.asyncDispose]: () => Promise.resolve(),
};
