// Runs a script of this folder in a process of its own.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Child extends AsyncDisposable {
  /** Everything it has printed so far. */
  readonly output: string;
  /** Resolves once it has printed so many lines; rejects when it ends before. */
  printed(lines: number): Promise<void>;
  /** Gives it a line to read. */
  tell(line: string): void;
  /** Resolves when it is gone, with the signal that ended it, or null when none did. */
  ended(): Promise<string | null>;
  /** Kills it as hard as can be, and resolves when it is gone and its output is complete. */
  kill(): Promise<void>;
}

export function startChild(script: string, dataDir: string): Child {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [path, dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let output = '';
  let lines = 0;
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    lines += text.split('\n').length - 1;
    child.emit('printed');
  });
  const closed = once(child, 'close');
  const kill = async () => {
    child.kill('SIGKILL');
    await closed;
  };
  return {
    get output() {
      return output;
    },
    async printed(wanted) {
      const ended = closed.then(() => {
        throw new Error(`${script} ended: ${output}`);
      });
      // Its rejection counts only while somebody waits.
      ended.catch(() => undefined);
      for (let missing = wanted - lines; missing > 0; missing = wanted - lines) {
        await Promise.race([once(child, 'printed'), ended]);
      }
    },
    tell(line) {
      child.stdin?.write(`${line}\n`);
    },
    async ended() {
      await closed;
      return child.signalCode;
    },
    kill,
    [Symbol.asyncDispose]: kill,
  };
}
