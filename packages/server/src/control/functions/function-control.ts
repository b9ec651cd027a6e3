// Functions of developers, when somebody asks for them: their code is a file or folder that is loaded anew
// when it changes.

import { isAbsolute } from 'node:path';
import { isoTime } from '../../base/iso-time.ts';
import type {
  DevelopmentMappings,
  TableTrigger,
} from '../../followers/triggers/mappings/development-mappings.ts';
import { type DevelopmentFunctions, FunctionProblem } from '../../lambda/functions/development.ts';
import type { FunctionVersion } from '../../lambda/functions/function.ts';
import type { Scope } from '../../model/table.ts';
import { ControlError } from '../control-error.ts';
import type { JsonObject } from '../json-body.ts';
import { type MappingView, mappingView } from '../mappings/mapping-view.ts';
import {
  controlErrorOf,
  tableTrigger,
  triggerMembers,
  type TriggerRequest,
} from '../mappings/table-trigger.ts';
import { checkMembers, numberOf, requiredTextOf, textOf } from '../request-members.ts';
import { scopeOf } from '../scope.ts';

interface Scoped {
  /** Default: that of `startHeadwater`, or us-east-1. */
  readonly region?: string;
  /** Default: 000000000000. */
  readonly account?: string;
}

/** One of `handler` and `url`. */
export interface FunctionRequest extends Scoped {
  readonly name: string;
  /**
   * Path of a module, which may be TypeScript, or of a folder with an `index` module. Behind a `#` stands the
   * export that is called, `handler` unless given; of a folder the module too: `#src/app.handler`.
   */
  readonly handler?: string;
  /** What speaks the Invoke API: a container with the Runtime Interface Emulator, or AWS. */
  readonly url?: string;
  /** Such as `nodejs24.x` or `python3.13`; by default what the code is. */
  readonly runtime?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Seconds, 1 to 900; 30 unless given. */
  readonly timeout?: number;
  /** MB; 128 unless given. */
  readonly memory?: number;
  /** A table whose stream is enabled: its name, or that and how records are handed out. They call the function from now on. */
  readonly on?: string | TriggerRequest;
}

export interface FunctionView {
  readonly name: string;
  readonly arn: string;
  /** Where the code is: a path, a URL, or `zip`. */
  readonly code: string;
  readonly runtime?: string;
  readonly handler?: string;
  readonly timeout: number;
  readonly memory: number;
  /** ISO 8601 in UTC. */
  readonly modifiedAt: string;
  /** Of an answer to `add` with `on`. */
  readonly mapping?: MappingView;
}

export interface InvocationView {
  /** What the handler returned, or what it failed with. */
  readonly payload: unknown;
  /** Present when it failed. */
  readonly functionError?: string;
  readonly executedVersion: string;
  readonly durationMs: number;
  /** The end of what it logged. */
  readonly log: string;
}

/** All reject with an error whose message says what was wrong, and then nothing has changed. */
export interface Functions {
  /** Adds a function, or replaces the code and the settings of the one with this name. */
  add(request: FunctionRequest): Promise<FunctionView>;
  /** All functions, those of CreateFunction too. */
  list(request?: Scoped): Promise<readonly FunctionView[]>;
  remove(request: Scoped & { readonly name: string }): Promise<void>;
  /** `name` may have a version or alias behind a colon; `payload` is anything that JSON can say. */
  invoke(
    request: Scoped & { readonly name: string; readonly payload?: unknown },
  ): Promise<InvocationView>;
  /** The newest lines that it logged, oldest first. */
  logs(request: Scoped & { readonly name: string }): Promise<readonly string[]>;
}

const scoped = ['region', 'account'];
const named = ['name', ...scoped];
const added = [...named, 'handler', 'url', 'runtime', 'env', 'timeout', 'memory', 'on'];

export interface FunctionControlParts {
  readonly functions: DevelopmentFunctions;
  readonly mappings: DevelopmentMappings;
}

/** `usual` is the scope of requests that name none. */
export function functionControl(
  { functions, mappings }: FunctionControlParts,
  usual: Scope,
): Functions {
  const checked = <T>(
    request: object,
    known: readonly string[],
    run: (asked: JsonObject, scope: Scope) => Promise<T>,
  ): Promise<T> =>
    controlled(() => {
      const asked = request as JsonObject;
      checkMembers(asked, known, 'The request');
      return run(asked, scopeOf(asked, usual));
    });
  return {
    add: (request) =>
      checked(request, added, async (asked, scope) => {
        const name = requiredTextOf(asked, 'name');
        const trigger = triggerOf(asked, name);
        const settings = {
          name,
          source: sourceOf(asked),
          runtime: textOf(asked, 'runtime'),
          environment: environmentOf(asked),
          timeoutSeconds: numberOf(asked, 'timeout', [1, 900]),
          memoryMb: numberOf(asked, 'memory', [128, 10_240]),
        };
        if (trigger !== undefined) await mappings.check(scope, trigger);
        const view = functionView(await functions.add(scope, settings));
        if (trigger === undefined) return view;
        return { ...view, mapping: mappingView(await mappings.add(scope, trigger), undefined) };
      }),
    list: (request = {}) =>
      checked(request, scoped, async (_, scope) => (await functions.list(scope)).map(functionView)),
    remove: (request) =>
      checked(request, named, (asked, scope) =>
        functions.remove(scope, requiredTextOf(asked, 'name')),
      ),
    invoke: (request) =>
      checked(request, [...named, 'payload'], async (asked, scope) => {
        const payload = Buffer.from(JSON.stringify(asked['payload'] ?? {}));
        const result = await functions.invoke(scope, requiredTextOf(asked, 'name'), payload);
        const { functionError, executedVersion, durationMs, logTail } = result;
        return {
          payload: JSON.parse(Buffer.from(result.payload).toString('utf8')) as unknown,
          ...(functionError === undefined ? {} : { functionError }),
          executedVersion,
          durationMs,
          log: Buffer.from(logTail).toString('utf8'),
        };
      }),
    logs: (request) =>
      checked(request, named, (asked, scope) =>
        functions.logs(scope, requiredTextOf(asked, 'name')),
      ),
  };
}

async function controlled<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof FunctionProblem)) throw controlErrorOf(error);
    const status = { invalid: 400, missing: 404, busy: 503 }[error.kind];
    throw new ControlError(status, error.message);
  }
}

/** Undefined when it is to be called by no table. */
function triggerOf({ on }: JsonObject, name: string): TableTrigger | undefined {
  if (on === undefined) return undefined;
  if (typeof on === 'string') return tableTrigger({ table: on }, name);
  if (typeof on !== 'object' || on === null || Array.isArray(on)) {
    throw new ControlError(400, 'on takes the name of a table, or an object with it as table.');
  }
  const asked = on as JsonObject;
  checkMembers(asked, triggerMembers, 'on');
  return tableTrigger(asked, name);
}

function functionView(version: FunctionVersion): FunctionView {
  const { name, account, region, code, runtime, handler } = version;
  return {
    name,
    arn: `arn:aws:lambda:${region}:${account}:function:${name}`,
    code: code.kind === 'zip' ? 'zip' : code.kind === 'local' ? code.path : code.url,
    ...(runtime === undefined ? {} : { runtime }),
    ...(handler === undefined ? {} : { handler }),
    timeout: version.timeoutSeconds,
    memory: version.memoryMb,
    modifiedAt: isoTime(version.modifiedAt),
  };
}

function sourceOf(request: JsonObject): { readonly handler: string } | { readonly url: string } {
  const handler = textOf(request, 'handler');
  const url = textOf(request, 'url');
  if ((handler === undefined) === (url === undefined)) {
    throw new ControlError(400, 'Say either handler or url.');
  }
  if (handler === undefined) return { url: url ?? '' };
  if (!isAbsolute(handler)) {
    throw new ControlError(400, `handler takes an absolute path; it is ${handler}.`);
  }
  return { handler };
}

function environmentOf({ env }: JsonObject): Record<string, string> | undefined {
  if (env === undefined) return undefined;
  const isObject = typeof env === 'object' && env !== null && !Array.isArray(env);
  const entries = isObject ? Object.entries(env) : [];
  if (!isObject || entries.some(([, value]) => typeof value !== 'string')) {
    throw new ControlError(400, 'env takes an object of texts: {"NAME": "value"}.');
  }
  return Object.fromEntries(entries);
}
