// Starts workers, stops, resumes and kills them, and waits for what they tell.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { WorkerConfig, WorkerLine } from './worker.ts';

const script = fileURLToPath(new URL('./worker.ts', import.meta.url));

/** What all workers have told so far; whoever waits looks again at each new line. */
export class Lines {
  readonly all: (WorkerLine & { readonly worker: string })[] = [];
  #failure: Error | undefined;
  #next = Promise.withResolvers<void>();

  add(worker: string, line: WorkerLine): void {
    this.all.push({ ...line, worker });
    this.#ring();
  }

  /** A worker has ended that should not have: whoever waits hears of it. */
  fail(error: Error): void {
    this.#failure ??= error;
    this.#ring();
  }

  async until(holds: (lines: Lines['all']) => boolean): Promise<void> {
    while (!holds(this.all)) {
      if (this.#failure !== undefined) throw this.#failure;
      await this.#next.promise;
    }
  }

  #ring(): void {
    const { resolve } = this.#next;
    this.#next = Promise.withResolvers();
    resolve();
  }
}

export interface WorkerProcess extends AsyncDisposable {
  readonly name: string;
  signal(name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void;
}

export function startWorker(config: WorkerConfig, lines: Lines): WorkerProcess {
  const { name } = config;
  const child = spawn(process.execPath, [script, JSON.stringify(config)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  let isKilled = false;
  const closed = once(child, 'close');
  child.once('close', (code) => {
    if (code !== 0 && !isKilled) lines.fail(new Error(`${name} failed: ${errors.join('\n')}`));
  });
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.add(name, JSON.parse(line) as WorkerLine);
  });
  return {
    name,
    signal(signal) {
      isKilled ||= signal === 'SIGKILL';
      child.kill(signal);
    },
    async [Symbol.asyncDispose]() {
      isKilled = true;
      child.kill('SIGKILL');
      await closed;
    },
  };
}
