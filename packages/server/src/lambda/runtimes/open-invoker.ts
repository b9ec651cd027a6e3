// Puts the runtimes together: local processes and remote functions behind one interface, with their logs.

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isoTime } from '../../base/iso-time.ts';
import type { Runtime } from '../../base/runtime.ts';
import type { FunctionName, FunctionVersion } from '../functions/function.ts';
import { CodeDirectories } from './code-directories.ts';
import { Environment, type EnvironmentInvocation, type PreparedLaunch } from './environment.ts';
import { EnvironmentPool } from './environment-pool.ts';
import { environmentVariables } from './environment-variables.ts';
import { FunctionLog } from './function-log.ts';
import {
  CannotRunFunction,
  type InvocationRequest,
  type InvocationResult,
  type Invoker,
  InvokerClosed,
} from './invoker.ts';
import { launchOf } from './launch.ts';
import { type ProcessGuard, startProcessGuard } from './process-guard.ts';
import { RemoteFunctions } from './remote-function.ts';

export interface InvokerOptions {
  readonly runtime: Runtime;
  /** The archive that has this SHA-256, in base64. */
  readonly codeOf: (sha256: string) => Promise<Uint8Array>;
  /** For unpacked code and the functions' temporary files. Whatever else is in it goes; one of the system's unless given. */
  readonly folder?: string;
  /** Where the SDK clients of handlers send their requests; asked when a process is started. */
  readonly endpointUrl?: () => string | undefined;
  /** How many processes there are at most; 4 for each core, and at least 16, unless given. */
  readonly maxEnvironments?: number;
  /** After how long a process that has nothing to do ends, by the server's clock; 5 minutes unless given. */
  readonly idleMs?: number;
  /** Gets every line that a function logs, in addition to what `logsOf` keeps. */
  readonly onLine?: (name: FunctionName, line: string) => void;
}

/** Starts nothing before the first invocation. */
export function openInvoker(options: InvokerOptions): Invoker {
  return new LocalInvoker(options);
}

class LocalInvoker implements Invoker {
  readonly #options: InvokerOptions;
  readonly #runtime: Runtime;
  readonly #remotes = new RemoteFunctions();
  readonly #pool: EnvironmentPool;
  readonly #logs = new Map<string, FunctionLog>();
  #place: Promise<Place> | undefined;
  #closed = false;

  constructor(options: InvokerOptions) {
    this.#options = options;
    this.#runtime = options.runtime;
    this.#pool = new EnvironmentPool({
      runtime: options.runtime,
      start: (version, onEnd) => this.#startEnvironment(version, onEnd),
      maxEnvironments: options.maxEnvironments ?? Math.max(16, availableParallelism() * 4),
      idleMs: options.idleMs ?? 300_000,
    });
  }

  async invoke(request: InvocationRequest): Promise<InvocationResult> {
    if (this.#closed) throw new InvokerClosed('The server is stopping.');
    return this.#run(request);
  }

  retire(name: FunctionName): void {
    this.#pool.retire(name);
  }

  logsOf(name: FunctionName): readonly string[] {
    return this.#logs.get(keyOf(name))?.lines() ?? [];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.#pool[Symbol.asyncDispose]();
    this.#remotes[Symbol.dispose]();
    const place = await this.#place?.catch(() => undefined);
    await place?.[Symbol.asyncDispose]();
  }

  async #run(request: InvocationRequest): Promise<InvocationResult> {
    const { function: version } = request;
    if (version.code.kind === 'remote') {
      const startedAt = this.#runtime.monotonicNow();
      const result = await this.#remotes.invoke(version.code.url, request);
      return { ...result, durationMs: this.#runtime.monotonicNow() - startedAt };
    }
    const { failed, ...outcome } = await this.#pool.invoke(version, invocationOf(request));
    return {
      ...outcome,
      ...(failed ? { functionError: 'Unhandled' as const } : {}),
      executedVersion: version.version,
    };
  }

  #startEnvironment(version: FunctionVersion, onEnd: () => void): Environment {
    this.#place ??= makePlace(this.#options);
    const place = this.#place;
    return new Environment({
      function: version,
      runtime: this.#runtime,
      prepare: (resources) => this.#prepare(version, place, resources),
      onLine: (line) => this.#log(version, line),
      onEnd,
    });
  }

  async #prepare(
    version: FunctionVersion,
    opening: Promise<Place>,
    resources: DisposableStack,
  ): Promise<PreparedLaunch> {
    const place = await opening;
    const { code } = version;
    const folder =
      code.kind === 'zip' ? resources.use(await place.code.hold(code.sha256)).path : undefined;
    const launch = await launchOf(version, folder);
    const temporaryFolder = await place.makeTemporaryFolder(resources);
    const logStreamName = this.#logStreamName(version);
    return {
      launch,
      guard: place.guard,
      variables: (runtimeApi) =>
        environmentVariables({
          function: version,
          runtimeName: launch.runtimeName,
          handler: launch.handler,
          codeFolder: launch.codeFolder,
          runtimeApi,
          temporaryFolder,
          logStreamName,
          endpointUrl: this.#options.endpointUrl?.(),
          inherited: process.env,
        }),
    };
  }

  #log(name: FunctionName, line: string): void {
    const key = keyOf(name);
    const log = this.#logs.get(key) ?? new FunctionLog();
    this.#logs.set(key, log);
    log.add(line);
    this.#options.onLine?.(name, line);
  }

  #logStreamName({ version }: FunctionVersion): string {
    const day = isoTime(this.#runtime.clock.now()).slice(0, 10).replaceAll('-', '/');
    return `${day}/[${version}]${Buffer.from(this.#runtime.randomBytes(16)).toString('hex')}`;
  }
}

/** What all environments share: where their files are, and who ends them should the server be killed. */
interface Place extends AsyncDisposable {
  readonly code: CodeDirectories;
  readonly guard: ProcessGuard;
  /** It is removed with the resources. */
  makeTemporaryFolder(resources: DisposableStack): Promise<string>;
}

async function makePlace({ folder, codeOf }: InvokerOptions): Promise<Place> {
  // What a server that was killed left there.
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  if (folder !== undefined) await mkdir(folder, { recursive: true });
  const root = folder ?? (await mkdtemp(join(tmpdir(), 'headwater-lambda-')));
  const code = new CodeDirectories({ folder: join(root, 'code'), codeOf });
  // A folder that was given may be another server's by the time when this one has been killed.
  const guard = startProcessGuard(folder === undefined ? root : undefined);
  const remove = (path: string) => rm(path, { recursive: true, force: true });
  return {
    code,
    guard,
    async makeTemporaryFolder(resources) {
      const path = await mkdtemp(join(root, 'tmp-'));
      // Should it fail, the folder goes with the root.
      resources.defer(() => void remove(path).catch(() => undefined));
      return path;
    },
    async [Symbol.asyncDispose]() {
      await guard[Symbol.asyncDispose]();
      await code.settled();
      await rm(root, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function invocationOf(request: InvocationRequest): EnvironmentInvocation {
  const { requestId, invokedArn, payload, clientContext } = request;
  return {
    requestId,
    invokedArn,
    payload: payload.byteLength === 0 ? Buffer.from('{}') : payload,
    clientContext: clientContext === undefined ? undefined : clientContextHeader(clientContext),
  };
}

/** The JSON in ASCII, as a header needs it. */
function clientContextHeader(base64: string): string {
  const document = parseClientContext(base64);
  return JSON.stringify(document).replaceAll(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function parseClientContext(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, 'base64').toString());
  } catch (error) {
    throw new CannotRunFunction('The client context is not Base64 of a JSON document.', {
      cause: error,
    });
  }
}

function keyOf({ account, region, name }: FunctionName): string {
  return `${account}/${region}/${name}`;
}
