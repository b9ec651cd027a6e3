// The triggers of a configuration: each becomes a mapping as soon as its table has a stream, and again when the
// table gets another one.

import type { Logger } from '../../base/logger.ts';
import type { Scope } from '../../model/table.ts';
import { ControlError } from '../control-error.ts';
import type { MappingRequest, Mappings } from '../mappings/mapping-control.ts';
import { usualTrigger } from '../mappings/table-trigger.ts';
import type { ConfiguredFunction, ConfiguredTrigger } from './functions-file.ts';

export interface TriggerParts {
  readonly mappings: Pick<Mappings, 'add' | 'remove'>;
  /** The ARN of the stream that a table has now. */
  readonly streamOf: (scope: Partial<Scope>, table: string) => Promise<string | undefined>;
  readonly log: Logger;
}

interface Connected {
  readonly uuid: string;
  readonly stream: string;
  /** The trigger as it was, as JSON. */
  readonly settings: string;
  readonly scope: Partial<Scope>;
}

export class TableTriggers {
  readonly #parts: TriggerParts;
  /** By function and table. */
  readonly #connected = new Map<string, Connected>();
  readonly #waiting = new Set<string>();

  constructor(parts: TriggerParts) {
    this.#parts = parts;
  }

  /**
   * Makes, changes and removes mappings until they are as they should be. What cannot be done is told, and tried
   * again the next time; at the start it rejects with ControlError.
   */
  async connect(
    functions: Iterable<ConfiguredFunction>,
    { isStart }: { readonly isStart: boolean },
  ): Promise<void> {
    const wanted = new Set<string>();
    for (const { request, triggers } of functions) {
      for (const trigger of triggers) {
        wanted.add(keyOf(request.name, trigger.table));
        try {
          await this.#connectOne(request, trigger, isStart);
        } catch (error) {
          if (!(error instanceof ControlError)) throw error;
          const place = `functions.${request.name}.on, table ${trigger.table}`;
          const reason = `${place}: ${error.message}`;
          if (isStart) throw new ControlError(error.status, reason);
          this.#parts.log.error('A trigger of a file was not taken', { reason });
        }
      }
    }
    for (const key of this.#connected.keys()) if (!wanted.has(key)) await this.#remove(key);
    for (const key of this.#waiting) if (!wanted.has(key)) this.#waiting.delete(key);
  }

  /** Removes the mappings of a function that goes. */
  async disconnect({ request, triggers }: ConfiguredFunction): Promise<void> {
    for (const { table } of triggers) await this.#remove(keyOf(request.name, table));
  }

  async #connectOne(
    request: ConfiguredFunction['request'],
    trigger: ConfiguredTrigger,
    isStart: boolean,
  ): Promise<void> {
    const { name } = request;
    const { table } = trigger;
    const key = keyOf(name, table);
    const scope = scopeOf(request);
    const stream = await this.#parts.streamOf(scope, table);
    if (stream === undefined) {
      this.#wait(key, { function: name, table });
      return;
    }
    const known = this.#connected.get(key);
    const settings = JSON.stringify(trigger);
    if (known?.stream === stream && known.settings === settings) return;
    // A stream that came after its trigger was meant from its first record on.
    const isLate = this.#waiting.has(key) || (known !== undefined && known.stream !== stream);
    const from = trigger.from ?? (isLate && !isStart ? 'TRIM_HORIZON' : undefined);
    const { uuid } = await this.#parts.mappings.add({
      // What the file does not say any more is as if it had never said it.
      ...usualTrigger,
      ...trigger,
      ...scope,
      function: name,
      ...(from === undefined ? {} : { from }),
    } as MappingRequest);
    this.#waiting.delete(key);
    this.#connected.set(key, { uuid, stream, settings, scope });
  }

  #wait(key: string, fields: { readonly function: string; readonly table: string }): void {
    if (this.#waiting.has(key)) return;
    this.#waiting.add(key);
    this.#parts.log.info('A function will be called when its table has a stream', fields);
  }

  async #remove(key: string): Promise<void> {
    const known = this.#connected.get(key);
    this.#connected.delete(key);
    if (known === undefined) return;
    try {
      await this.#parts.mappings.remove({ uuid: known.uuid, ...known.scope });
    } catch (error) {
      // Somebody else was quicker.
      if (!(error instanceof ControlError && error.status === 404)) throw error;
    }
  }
}

function keyOf(name: string, table: string): string {
  return `${name}\n${table}`;
}

function scopeOf({ region, account }: ConfiguredFunction['request']): Partial<Scope> {
  return {
    ...(region === undefined ? {} : { region }),
    ...(account === undefined ? {} : { account }),
  };
}
