// What is started for a function: which program, with which code. Everything about it that does not change from
// one of its environments to the next.

import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { basename, delimiter, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FunctionVersion } from '../functions/function.ts';
import { entryPointFault, type Fault } from './invocation-report.ts';
import { CannotRunFunction } from './invoker.ts';

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  /** As `AWS_EXECUTION_ENV` names it. */
  readonly runtimeName: string;
  readonly handler: string;
  readonly codeFolder: string;
}

/** The function's code has nothing to start; the invocation is answered with the fault. */
export class NothingToStart extends Error {
  override readonly name = 'NothingToStart';
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** Folders from which handlers find AWS's SDK when they did not bring it. */
const packageRoots = [import.meta.dirname, process.cwd()];

const client = {
  node: fileURLToPath(new URL('clients/node/main.mjs', import.meta.url)),
  python: fileURLToPath(new URL('clients/python/main.py', import.meta.url)),
};

/** What a function runs that names no runtime: a local one. */
const defaultRuntimes: Readonly<Record<string, string>> = { '.py': 'python3.13' };
const defaultRuntime = 'nodejs24.x';

/**
 * `folder` is where the code is unpacked; of local code it is not given. Rejects with CannotRunFunction, and with
 * NothingToStart.
 */
export async function launchOf(version: FunctionVersion, folder?: string): Promise<Launch> {
  const code = await placeOf(version, folder);
  const watch = version.code.kind === 'local';
  const runtimeName =
    version.runtime ?? defaultRuntimes[extname(code.file ?? '')] ?? defaultRuntime;
  const place = { runtimeName, handler: code.handler, codeFolder: code.folder };
  if (/^nodejs\d+\.x$/.test(runtimeName)) {
    const options = JSON.stringify({ file: code.file, watch, packageRoots });
    const args = [...memoryFlags(version.memoryMb), client.node, options];
    return { ...place, command: process.execPath, args };
  }
  if (/^python3\.\d+$/.test(runtimeName)) {
    const python = await findProgram('python3', process.env['PATH'] ?? '');
    if (python === undefined) throw noPython(runtimeName);
    const args = ['-u', '-B', client.python, JSON.stringify({ watch })];
    return { ...place, command: python, args };
  }
  if (/^provided(?:\.|$)/.test(runtimeName)) {
    return { ...place, command: await bootstrapIn(code.folder), args: [] };
  }
  throw new CannotRunFunction(
    `The function ${version.name} has the runtime ${runtimeName}, which Headwater does not run. It runs nodejs, python3 and provided runtimes; for any other, run the function in a container with the Runtime Interface Emulator, and add it as a remote function.`,
  );
}

async function placeOf(
  version: FunctionVersion,
  folder: string | undefined,
): Promise<{
  readonly folder: string;
  readonly file: string | undefined;
  readonly handler: string;
}> {
  const { code } = version;
  const handler = version.handler ?? 'index.handler';
  if (code.kind !== 'local') return { folder: folder ?? '', file: undefined, handler };
  const status = await stat(code.path).catch((error: unknown) => {
    throw new CannotRunFunction(
      `The function ${version.name} is to run ${code.path}, which cannot be read: ${String(error)}`,
      { cause: error },
    );
  });
  if (status.isDirectory()) return { folder: code.path, file: undefined, handler };
  const module = basename(code.path, extname(code.path));
  return {
    folder: dirname(code.path),
    file: code.path,
    handler: version.handler ?? `${module}.handler`,
  };
}

/**
 * V8 keeps to its heap's size alone, so that is what the function's memory setting becomes, less what AWS's runtime
 * leaves to the rest of the process.
 */
function memoryFlags(memoryMb: number): string[] {
  return [`--max-old-space-size=${Math.floor(memoryMb * 0.9)}`];
}

/** The first program of a name in the folders of a PATH. */
async function findProgram(name: string, path: string): Promise<string | undefined> {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  for (const folder of path.split(delimiter).filter((part) => part !== '')) {
    if (await isExecutable(join(folder, file))) return join(folder, file);
  }
  return undefined;
}

function noPython(runtimeName: string): CannotRunFunction {
  return new CannotRunFunction(
    `The runtime ${runtimeName} needs Python, and there is no python3 in the PATH of the server. Install it, or start the server with a PATH that has it.`,
  );
}

async function bootstrapIn(folder: string): Promise<string> {
  const file = join(folder, 'bootstrap');
  if (await isExecutable(file)) return file;
  const exists = await stat(file).then(
    () => true,
    () => false,
  );
  throw new NothingToStart(
    entryPointFault(
      exists
        ? 'fork/exec /var/task/bootstrap: permission denied'
        : "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
    ),
  );
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
