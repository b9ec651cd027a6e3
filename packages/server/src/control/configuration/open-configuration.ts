// Keeps the functions and triggers that a file says, and follows the file when it changes. A trigger whose table is
// not there yet, or has no stream, begins when that comes.

import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { Background } from '../../base/background.ts';
import type { Logger } from '../../base/logger.ts';
import { ControlError } from '../control-error.ts';
import type { Functions } from '../functions/function-control.ts';
import type { Mappings } from '../mappings/mapping-control.ts';
import { at, type ConfiguredFunction, parseFunctionsFile } from './functions-file.ts';
import { TableTriggers, type TriggerParts } from './table-triggers.ts';

export interface ConfigurationParts extends TriggerParts {
  /** An absolute path. */
  readonly file: string;
  readonly functions: Pick<Functions, 'add' | 'remove'>;
  readonly mappings: Pick<Mappings, 'add' | 'remove'>;
  readonly log: Logger;
}

export interface Configuration extends AsyncDisposable {
  /** To be called when a table may have got a stream. */
  tablesChanged(): void;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
}

/** Rejects with ControlError when the file cannot be read, or something in it cannot be done. */
export async function openConfiguration(parts: ConfigurationParts): Promise<Configuration> {
  const { file, log } = parts;
  const configuration = new FollowedFile(parts);
  try {
    await configuration.load();
  } catch (error) {
    throw at(file, error);
  }
  const work = new Background(
    () => configuration.follow(),
    (error) => log.error('The functions of a file could not be applied', { file, error }),
  );
  // Of the folder: editors put a new file in the place of the old one.
  const watcher = watch(dirname(file), { persistent: false }, (_event, name) => {
    if (name !== null && name !== basename(file)) return;
    configuration.isStale = true;
    work.wake();
  });
  watcher.on('error', (error) =>
    log.warn('Changes of a file will not be noticed', { file, error }),
  );
  work.wake();
  return {
    tablesChanged: () => work.wake(),
    settled: () => work.settled(),
    async [Symbol.asyncDispose]() {
      watcher.close();
      await work[Symbol.asyncDispose]();
    },
  };
}

class FollowedFile {
  readonly #parts: ConfigurationParts;
  readonly #triggers: TableTriggers;
  /** What was applied, by name. */
  readonly #applied = new Map<string, ConfiguredFunction>();
  #text = '';
  /** Whether the file may say something else by now. */
  isStale = false;

  constructor(parts: ConfigurationParts) {
    this.#parts = parts;
    this.#triggers = new TableTriggers(parts);
  }

  /** The first time: a mistake ends it. */
  async load(): Promise<void> {
    const { file, log } = this.#parts;
    this.#text = await read(file);
    const wanted = parseFunctionsFile(this.#text, file);
    for (const one of wanted) await this.#apply(one);
    log.info('Functions are as a file says', { file, functions: wanted.map(nameOf) });
    await this.#triggers.connect(this.#applied.values(), { isStart: true });
  }

  /** Afterwards: a mistake is told, and what it is about stays as it was. */
  async follow(): Promise<void> {
    if (this.isStale) {
      this.isStale = false;
      await this.#reload();
    }
    await this.#triggers.connect(this.#applied.values(), { isStart: false });
  }

  async #reload(): Promise<void> {
    const { file, log } = this.#parts;
    try {
      const text = await read(file);
      // Some editors empty a file before they write it.
      if (text === this.#text || text.trim() === '') return;
      const wanted = parseFunctionsFile(text, file);
      this.#text = text;
      const names = new Set(wanted.map(nameOf));
      for (const name of [...this.#applied.keys()].filter((known) => !names.has(known))) {
        await this.#remove(name);
      }
      for (const one of wanted) await this.#tryApply(one);
      log.info('Functions are as a file says', { file, functions: [...names] });
    } catch (error) {
      if (!(error instanceof ControlError)) throw error;
      log.error('A file of functions was not taken', { file, reason: error.message });
    }
  }

  async #tryApply(wanted: ConfiguredFunction): Promise<void> {
    try {
      await this.#apply(wanted);
    } catch (error) {
      if (!(error instanceof ControlError)) throw error;
      const { file, log } = this.#parts;
      log.error('A function of a file was not taken', { file, reason: error.message });
    }
  }

  async #apply(wanted: ConfiguredFunction): Promise<void> {
    const name = nameOf(wanted);
    const known = this.#applied.get(name);
    if (JSON.stringify(known?.request) !== JSON.stringify(wanted.request)) {
      try {
        await this.#parts.functions.add(wanted.request);
      } catch (error) {
        throw at(`functions.${name}`, error);
      }
    }
    this.#applied.set(name, wanted);
  }

  async #remove(name: string): Promise<void> {
    const known = this.#applied.get(name);
    this.#applied.delete(name);
    if (known === undefined) return;
    await this.#triggers.disconnect(known);
    const { region, account } = known.request;
    try {
      await this.#parts.functions.remove({
        name,
        ...(region === undefined ? {} : { region }),
        ...(account === undefined ? {} : { account }),
      });
    } catch (error) {
      // Somebody else was quicker.
      if (!(error instanceof ControlError && error.status === 404)) throw error;
    }
  }
}

function nameOf({ request }: ConfiguredFunction): string {
  return request.name;
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ControlError(404, `It cannot be read: ${reason}`);
  }
}
