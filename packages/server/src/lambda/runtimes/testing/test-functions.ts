// Functions of a test: their code in a folder of its own, run by an invoker whose clock the test turns. Everything
// goes when the test is over.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { manualRuntime } from '../../../base/manual-runtime.ts';
import { randomUuid } from '../../../base/uuid.ts';
import { functionArn, type FunctionVersion } from '../../functions/function.ts';
import type { Invoker } from '../invoker.ts';
import { type InvokerOptions, openInvoker } from '../open-invoker.ts';

export interface Invoked {
  /** What the handler answered, parsed. */
  readonly answer: any;
  readonly functionError: string | undefined;
  readonly log: string;
  readonly requestId: string;
  readonly durationMs: number;
}

export interface TestFunctions extends AsyncDisposable {
  readonly invoker: Invoker;
  readonly runtime: ReturnType<typeof manualRuntime>;
  /** Of the functions' code. */
  readonly folder: string;
  /** Writes files below `folder`. */
  write(files: Readonly<Record<string, string>>, mode?: number): Promise<void>;
  /** A local function in `folder` that nodejs24.x runs, but for what is given. */
  version(properties?: Partial<FunctionVersion>): FunctionVersion;
  /** The event is `{}` unless given. */
  invoke(version?: FunctionVersion, event?: unknown): Promise<Invoked>;
}

export async function testFunctions(
  files: Readonly<Record<string, string>> = {},
  options: Partial<InvokerOptions> = {},
): Promise<TestFunctions> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-test-'));
  const runtime = manualRuntime();
  const invoker = openInvoker({
    runtime,
    codeOf: () => Promise.reject(new Error('The test has no archives.')),
    ...options,
  });
  const functions: TestFunctions = {
    invoker,
    runtime,
    folder,
    async write(written, mode = 0o644) {
      for (const [name, text] of Object.entries(written)) {
        await mkdir(dirname(join(folder, name)), { recursive: true });
        await writeFile(join(folder, name), text, { mode });
      }
    },
    version: (properties = {}) => ({
      account: '000000000000',
      region: 'eu-west-1',
      name: 'watcher',
      version: '$LATEST',
      revisionId: '1',
      code: { kind: 'local', path: folder },
      runtime: 'nodejs24.x',
      role: 'arn:aws:iam::000000000000:role/any',
      description: '',
      timeoutSeconds: 30,
      memoryMb: 128,
      environment: {},
      modifiedAt: 0,
      stored: {},
      ...properties,
    }),
    async invoke(version = functions.version(), event = {}) {
      const requestId = randomUuid(runtime);
      const { payload, functionError, logTail, durationMs } = await invoker.invoke({
        function: version,
        invokedArn: functionArn(version),
        payload: Buffer.from(JSON.stringify(event)),
        requestId,
      });
      return {
        answer: JSON.parse(Buffer.from(payload).toString()),
        functionError,
        log: Buffer.from(logTail).toString(),
        requestId,
        durationMs,
      };
    },
    async [Symbol.asyncDispose]() {
      await invoker[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await functions.write(files);
  return functions;
}
