// Mappings as developers make them: a table and a function by their names, in one go. They are mappings as others
// are.

import { functionArn } from '../../../lambda/functions/function.ts';
import { FunctionRefused } from '../../../lambda/functions/function-refusal.ts';
import {
  type FunctionReference,
  resolveReference,
} from '../../../lambda/functions/function-reference.ts';
import type { MappingId } from '../../../lambda/mappings/mapping-catalog.ts';
import type { ShownMapping } from '../../../lambda/mappings/mapping-changes.ts';
import { MappingRefused } from '../../../lambda/mappings/mapping-refusal.ts';
import type { SettingsChange } from '../../../lambda/mappings/mapping-settings.ts';
import { streamArn } from '../../../model/stream.ts';
import type { Scope } from '../../../model/table.ts';
import { InvalidPattern } from '../filters/compile-pattern.ts';
import type { MappingService } from './mapping-service.ts';
import { enabledStream, type TableStreams } from './table-streams.ts';

/** What was asked for cannot be done; the message says why. */
export class MappingProblem extends Error {
  override readonly name = 'MappingProblem';
  /** `missing`: there is no such mapping, function or stream; `busy`: try again later. */
  readonly kind: 'invalid' | 'missing' | 'busy';

  constructor(kind: 'invalid' | 'missing' | 'busy', message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

export interface TableTrigger {
  readonly table: string;
  /** A name, with a version or alias behind a colon if there is one. */
  readonly function: string;
  /** Of a new mapping: from now on, or from the oldest record that the stream has. */
  readonly from: 'LATEST' | 'TRIM_HORIZON';
  readonly settings: SettingsChange;
}

/** All reject with MappingProblem. */
export interface DevelopmentMappings {
  /** Whether `add` would find a stream; changes nothing. */
  check(scope: Scope, asked: Pick<TableTrigger, 'table'>): Promise<void>;
  /** Maps the newest stream of a table to a function; of a mapping that is there, it changes the settings. */
  add(scope: Scope, asked: TableTrigger): Promise<ShownMapping>;
  list(scope: Scope): Promise<readonly ShownMapping[]>;
  get(id: MappingId): Promise<ShownMapping>;
  remove(id: MappingId): Promise<ShownMapping>;
}

export function developmentMappings(
  service: MappingService,
  streams: TableStreams,
): DevelopmentMappings {
  return {
    async check(scope, { table }) {
      await sourceOf(streams, scope, table);
    },
    add: (scope, asked) =>
      told(async () => {
        const eventSourceArn = await sourceOf(streams, scope, asked.table);
        const { mapping } = await addTrigger(service, { ...asked, scope, eventSourceArn });
        // As it is now: the answer of a change shows the transition that it began.
        return service.get(mapping);
      }),
    async list(scope) {
      const all: ShownMapping[] = [];
      for await (const shown of service.list(scope)) all.push(shown);
      return all;
    },
    get: (id) => told(() => service.get(id)),
    remove: (id) => told(() => service.delete(id)),
  };
}

async function addTrigger(
  service: MappingService,
  asked: TableTrigger & { readonly scope: Scope; readonly eventSourceArn: string },
): Promise<ShownMapping> {
  const { scope, eventSourceArn, from, settings } = asked;
  const reference = resolveReference(scope, asked.function);
  for await (const { mapping } of service.list(scope)) {
    if (mapping.eventSourceArn === eventSourceArn && calls(mapping.settings, reference)) {
      return service.update(mapping, { settings });
    }
  }
  return service.create({
    function: reference,
    eventSourceArn,
    startingPosition: { type: from },
    settings,
    tags: {},
  });
}

function calls(settings: { readonly functionArn: string }, reference: FunctionReference): boolean {
  return settings.functionArn === functionArn(reference, reference.qualifier);
}

async function sourceOf(streams: TableStreams, scope: Scope, table: string): Promise<string> {
  const stream = await enabledStream(streams, scope, table);
  if (stream !== undefined) return streamArn(stream);
  throw new MappingProblem(
    'missing',
    `In ${scope.region} there is no table ${table} with a stream that is enabled. To enable one: aws dynamodb update-table --table-name ${table} --stream-specification StreamEnabled=true,StreamViewType=NEW_AND_OLD_IMAGES`,
  );
}

async function told<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw problemOf(error);
  }
}

function problemOf(cause: unknown): unknown {
  if (cause instanceof InvalidPattern) {
    return new MappingProblem('invalid', `A filter is none: ${cause.message}`, { cause });
  }
  if (cause instanceof FunctionRefused) {
    return new MappingProblem('missing', 'There is no such function.', { cause });
  }
  if (!(cause instanceof MappingRefused)) return cause;
  const { refusal } = cause;
  switch (refusal.kind) {
    case 'mapping-not-found':
      return new MappingProblem('missing', `There is no mapping ${refusal.uuid}.`, { cause });
    case 'no-function-for-mapping':
      return new MappingProblem('missing', 'There is no such function.', { cause });
    case 'no-stream-for-mapping':
      return new MappingProblem('missing', `There is no stream ${refusal.source}.`, { cause });
    case 'mapping-in-use':
      return new MappingProblem('busy', 'The mapping is changing its state. Try again.', { cause });
    case 'mapping-exists':
    case 'no-event-source':
    case 'no-such-start':
    case 'start-in-future':
      return new MappingProblem('invalid', cause.message, { cause });
  }
}
