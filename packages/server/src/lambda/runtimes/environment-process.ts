// The process of an environment: started in a group of its own, so that what it starts ends with it, and read line
// by line.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { LineSplitter } from './function-log.ts';
import type { ProcessEnd } from './invocation-report.ts';
import type { Launch } from './launch.ts';
import type { ProcessGuard } from './process-guard.ts';

export interface EnvironmentProcess {
  /** With all that it started, at once. */
  kill(): void;
  /** Hands on lines that are not finished yet. */
  flushLines(): void;
  /** The most that it has used so far; undefined where the system does not tell, or when it has ended. */
  peakMemoryBytes(): number | undefined;
}

/** One of `onExit` and `onSpawnError` is called, once. Throws what spawn() throws. */
export function startProcess(options: {
  readonly launch: Launch;
  readonly variables: Record<string, string>;
  readonly guard: ProcessGuard;
  readonly onLine: (line: string) => void;
  readonly onExit: (end: ProcessEnd) => void;
  /** The program cannot be started, and why, in the words of AWS. */
  readonly onSpawnError: (reason: string) => void;
}): EnvironmentProcess {
  const { launch, guard, onLine } = options;
  let heapWasFull = false;
  const output = new LineSplitter(onLine);
  const errors = new LineSplitter((line) => {
    heapWasFull ||= line.includes('JavaScript heap out of memory');
    onLine(line);
  });
  const child = spawn(launch.command, launch.args, {
    cwd: launch.codeFolder,
    env: options.variables,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const { pid } = child;
  if (pid !== undefined) guard.watch(pid);
  child.stdout.on('data', (piece: Buffer) => output.write(piece));
  child.stderr.on('data', (piece: Buffer) => errors.write(piece));
  child.once('exit', (code, signal) => {
    // What it started and left behind.
    if (pid !== undefined) {
      killGroup(pid);
      guard.forget(pid);
    }
    options.onExit({
      code,
      signal,
      // Said to standard error, which may not be read to its end yet.
      get heapWasFull() {
        return heapWasFull;
      },
    });
  });
  child.once('error', (error: NodeJS.ErrnoException) => {
    if (pid === undefined) options.onSpawnError(spawnErrorText(launch.command, error));
  });
  return {
    kill() {
      if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      if (process.platform === 'win32') child.kill('SIGKILL');
      else killGroup(pid);
    },
    flushLines() {
      output.flush();
      errors.flush();
    },
    peakMemoryBytes: () => (pid === undefined ? undefined : peakMemoryBytes(pid)),
  };
}

/**
 * Resolves when what the process wrote so far has been read: its writes are in the kernel's buffers before its answer
 * or its end is known, and after a whole turn of the event loop those have been looked at.
 */
export async function outputIsRead(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // ESRCH: nobody is left in the group.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function spawnErrorText(command: string, { code, message }: NodeJS.ErrnoException): string {
  const texts: Record<string, string> = {
    EACCES: 'permission denied',
    ENOENT: 'no such file or directory',
    ENOEXEC: 'exec format error',
  };
  return `fork/exec ${command}: ${texts[code ?? ''] ?? message}`;
}

/** `VmHWM` of Linux: the peak of what it had in memory. */
function peakMemoryBytes(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    const kilobytes = /^VmHWM:\s+(?<kilobytes>\d+) kB$/m.exec(status)?.groups?.['kilobytes'];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}
