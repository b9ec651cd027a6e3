// The engine, loaded and opened when something is to be run: most servers map no stream to a function.

import type { TriggerEngine } from '../trigger-engine.ts';

export class LazyEngine implements AsyncDisposable {
  readonly #open: () => Promise<TriggerEngine>;
  #opening: Promise<TriggerEngine> | undefined;
  #opened: TriggerEngine | undefined;

  /** `open` is called again when it failed. */
  constructor(open: () => Promise<TriggerEngine>) {
    this.#open = open;
  }

  /** Undefined before anybody needed it. */
  get opened(): TriggerEngine | undefined {
    return this.#opened;
  }

  async get(): Promise<TriggerEngine> {
    if (this.#opened !== undefined) return this.#opened;
    this.#opening ??= this.#open();
    try {
      return (this.#opened = await this.#opening);
    } catch (error) {
      this.#opening = undefined;
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // One that could not be opened holds nothing; whoever asked for it heard of that.
    const engine = await this.#opening?.catch(() => undefined);
    await engine?.[Symbol.asyncDispose]();
  }
}
