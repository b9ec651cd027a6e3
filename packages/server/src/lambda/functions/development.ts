// Functions of developers: their code is a file or folder that is loaded anew when it changes, or runs
// elsewhere. They are functions as others are, but need no archive and no role.

import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { randomUuid } from '../../base/uuid.ts';
import type { Scope } from '../../model/table.ts';
import {
  CannotRunFunction,
  type InvocationResult,
  InvokerClosed,
  TooManyInvocations,
} from '../runtimes/invoker.ts';
import type { FunctionName, FunctionVersion } from './function.ts';
import {
  createFunction,
  deleteFunction,
  type FunctionSettings,
  updateCode,
  updateSettings,
} from './function-changes.ts';
import { FunctionRefused } from './function-refusal.ts';
import { resolveReference } from './function-reference.ts';
import type { NewCode } from './kept-code.ts';
import type { FunctionService } from './open-functions.ts';

export interface DevelopmentFunction {
  readonly name: string;
  /** An absolute path, and behind a `#` what of it is the handler; or the URL of a remote function. */
  readonly source: { readonly handler: string } | { readonly url: string };
  readonly runtime?: string | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
  readonly timeoutSeconds?: number | undefined;
  readonly memoryMb?: number | undefined;
}

/** What was asked for cannot be done; the message says why. */
export class FunctionProblem extends Error {
  override readonly name = 'FunctionProblem';
  /** `missing`: there is no such function; `busy`: try again later. */
  readonly kind: 'invalid' | 'missing' | 'busy';

  constructor(kind: 'invalid' | 'missing' | 'busy', message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** All reject with FunctionProblem. */
export interface DevelopmentFunctions {
  /** Adds a function, or gives one that is there this code and these settings. */
  add(scope: Scope, asked: DevelopmentFunction): Promise<FunctionVersion>;
  /** Those of the API too, in the order of their names. */
  list(scope: Scope): Promise<readonly FunctionVersion[]>;
  remove(scope: Scope, name: string): Promise<void>;
  /** `reference` may have a version or alias behind the name. */
  invoke(scope: Scope, reference: string, payload: Uint8Array): Promise<InvocationResult>;
  logs(scope: Scope, name: string): Promise<readonly string[]>;
  /** The archive with this hash, in hex; undefined when there is none. */
  archive(hash: string): Promise<Uint8Array | undefined>;
}

/** Longer than Lambda's, which a debugger would exceed. */
const DEFAULT_TIMEOUT_SECONDS = 30;
const DEFAULT_MEMORY_MB = 128;

export function developmentFunctions(service: FunctionService): DevelopmentFunctions {
  const { catalog, runtime } = service;
  return {
    add: (scope, asked) => told(() => addFunction(service, scope, asked)),
    async list(scope) {
      const functions: FunctionVersion[] = [];
      for await (const { latest } of catalog.list(scope)) functions.push(latest);
      return functions;
    },
    remove: (scope, name) => told(() => deleteFunction(service, nameOf(scope, name), undefined)),
    invoke: (scope, text, payload) =>
      told(() => {
        const reference = resolveReference(scope, text);
        return service.invocations.invoke({ reference, payload, requestId: randomUuid(runtime) });
      }),
    logs: (scope, name) =>
      told(async () => {
        const { latest } = await catalog.get(nameOf(scope, name));
        return service.logsOf(latest);
      }),
    async archive(hash) {
      const sha256 = Buffer.from(hash, 'hex').toString('base64');
      for await (const { code } of catalog.allVersions()) {
        if (code.kind === 'zip' && code.sha256 === sha256) return service.archives.codeOf(sha256);
      }
      return undefined;
    },
  };
}

async function addFunction(
  service: FunctionService,
  scope: Scope,
  asked: DevelopmentFunction,
): Promise<FunctionVersion> {
  const name = nameOf(scope, asked.name);
  const { code, handler } = await codeOf(asked.source);
  const { account } = scope;
  const settings: FunctionSettings = {
    ...(asked.runtime === undefined ? {} : { runtime: asked.runtime }),
    ...(handler === undefined ? {} : { handler }),
    role: `arn:aws:iam::${account}:role/headwater`,
    description: '',
    timeoutSeconds: asked.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
    memoryMb: asked.memoryMb ?? DEFAULT_MEMORY_MB,
    environment: asked.environment ?? {},
    stored: {},
  };
  if ((await service.catalog.find(name)) === undefined) {
    return createFunction(service, { name, settings, code, tags: {}, publish: false });
  }
  await updateSettings(service, name, { update: settings });
  return updateCode(service, name, { code, publish: false, dryRun: false });
}

async function codeOf(
  source: DevelopmentFunction['source'],
): Promise<{ readonly code: NewCode; readonly handler?: string }> {
  if ('url' in source) {
    const url = URL.parse(source.url);
    if (url === null || !/^https?:$/.test(url.protocol)) {
      throw new FunctionProblem('invalid', `url takes the URL of a function; it is ${source.url}.`);
    }
    return { code: { kind: 'remote', url: source.url } };
  }
  const [path = '', member] = source.handler.split('#', 2);
  const status = await stat(path).catch((cause: unknown) => {
    throw new FunctionProblem('invalid', `There is no file and no folder ${path}.`, { cause });
  });
  const code: NewCode = { kind: 'local', path };
  if (member === undefined) return { code };
  // In a folder it names the module too: `src/app.handler`.
  const handler = status.isDirectory() ? member : `${basename(path, extname(path))}.${member}`;
  return { code, handler };
}

/** @throws FunctionProblem for a name with a qualifier, or none */
function nameOf(scope: Scope, text: string): FunctionName {
  if (!/^[\w-]{1,64}$/.test(text)) {
    throw new FunctionProblem(
      'invalid',
      `Names of functions are 1 to 64 letters, digits, hyphens and underscores; ${JSON.stringify(text)} is none.`,
    );
  }
  const { account, region } = scope;
  return { account, region, name: text };
}

async function told<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw problemOf(error);
  }
}

function problemOf(error: unknown): unknown {
  if (error instanceof CannotRunFunction) {
    return new FunctionProblem('invalid', error.message, { cause: error });
  }
  if (error instanceof TooManyInvocations || error instanceof InvokerClosed) {
    return new FunctionProblem('busy', error.message, { cause: error });
  }
  if (!(error instanceof FunctionRefused)) return error;
  const { refusal } = error;
  switch (refusal.kind) {
    case 'function-not-found':
      return new FunctionProblem('missing', `There is no function ${refusal.arn}.`, {
        cause: error,
      });
    case 'throttled':
      return new FunctionProblem('busy', "The function's reserved concurrency is used up.", {
        cause: error,
      });
    default:
      return new FunctionProblem('invalid', error.message, { cause: error });
  }
}
