// A child process as its parent sees it.

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Profiler } from 'node:inspector';
import { fileURLToPath } from 'node:url';
import type { Answer, Question, Role } from './child-role.ts';

/** See `probe.mjs`. */
export interface Vitals {
  /** Epoch milliseconds at which Node had loaded, before the program's first module. */
  readonly loadedAt: number;
  readonly cpuMicroseconds: number;
  readonly rssBytes: number;
  /** Without the pages of files, the program's and the data's, that are mapped into the process. */
  readonly ownBytes: number;
}

const PROBE = new URL('probe.mjs', import.meta.url).href;

/** `Functions` are those that the child plays; none for a program that knows nothing of the benchmark. */
export class Child<Functions extends Role = Role> implements AsyncDisposable {
  readonly process: ChildProcess;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #asked = 0;

  constructor(module: URL, args: readonly string[] = []) {
    this.process = fork(fileURLToPath(module), args, {
      execArgv: ['--import', PROBE],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.process.on('message', (answer: Answer) => this.#answered(answer));
    this.process.once('exit', (code, signal) => this.#gone(`${code ?? signal}`));
  }

  async ask<Name extends keyof Functions & string>(
    name: Name,
    question: Parameters<Functions[Name]>[0],
  ): Promise<Awaited<ReturnType<Functions[Name]>>> {
    return (await this.#ask(name, question)) as Awaited<ReturnType<Functions[Name]>>;
  }

  async vitals(): Promise<Vitals> {
    return (await this.#ask('vitals', undefined)) as Vitals;
  }

  async startProfile(): Promise<void> {
    await this.#ask('startProfile', undefined);
  }

  async stopProfile(): Promise<Profiler.Profile> {
    return (await this.#ask('stopProfile', undefined)) as Profiler.Profile;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { process } = this;
    if (process.exitCode !== null || process.signalCode !== null) return;
    const exited = once(process, 'exit');
    process.kill('SIGTERM');
    await exited;
  }

  #ask(name: string, question: unknown): Promise<unknown> {
    this.#asked += 1;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(this.#asked, waiting);
    this.process.send({ id: this.#asked, name, question } satisfies Question);
    return waiting.promise;
  }

  #answered({ id, answer, failure }: Answer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (failure === undefined) waiting?.resolve(answer);
    else waiting?.reject(new Error(failure));
  }

  #gone(how: string): void {
    for (const { reject } of this.#waiting.values()) reject(new Error(`a child ended: ${how}`));
    this.#waiting.clear();
  }
}
