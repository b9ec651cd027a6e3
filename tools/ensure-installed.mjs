// Runs before the npm scripts, so that each of them works as the first command after a fresh clone
// or after a pull that changed the lock file: installs what package-lock.json asks for when
// node_modules does not hold it, then checks that the Node which runs the scripts is new enough.
// Plain JavaScript without dependencies, because it has to run on Node 20 with nothing installed.
// Writes to standard error only: standard output belongs to the script that follows.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const nodeMajorNeeded = 24;
const root = fileURLToPath(new URL('..', import.meta.url));

const reason = whyOutOfDate();
if (reason !== undefined) install(reason);
if (reason !== undefined || major(process.version) < nodeMajorNeeded) checkNode();

/** What node_modules lacks of the lock file, or undefined when it holds all of it. */
function whyOutOfDate() {
  const wanted = packagesOf('package-lock.json');
  if (wanted === undefined) return fail('package-lock.json is missing or is not valid JSON.');
  // npm writes this file at the end of a complete installation: it says what is there.
  const present = packagesOf('node_modules/.package-lock.json');
  if (present === undefined) return 'nothing is installed yet';
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.includes('node_modules/')) continue;
    const found = present[path];
    if (found === undefined) {
      if (isNeededHere(entry)) return `${path} is missing`;
    } else if (found.version !== entry.version || found.integrity !== entry.integrity) {
      return `${path} is another version`;
    }
  }
  return undefined;
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * Whether npm would have installed a package here. An optional one without a platform of its own
 * hangs on one that has (a native package's stand-ins), and a C library cannot be told cheaply:
 * neither is worth an installation on every run.
 */
function isNeededHere(entry) {
  if (!entry.optional) return true;
  if (entry.os === undefined || entry.cpu === undefined || entry.libc !== undefined) return false;
  return [entry.os].flat().includes(process.platform) && [entry.cpu].flat().includes(process.arch);
}

function install(why) {
  process.stderr.write(`Installing packages with npm ci: ${why}.\n`);
  // The development packages hold the Node and the tools of the scripts, whatever NODE_ENV says.
  // Errors only: the warnings are about the Node that installs, which is not the one that runs.
  const options = ['ci', '--include=dev', '--include=optional', '--loglevel=error'];
  // Under npm run, the npm and the Node that started it; not the Node inside node_modules, which
  // npm ci is about to replace.
  const npm = process.env.npm_execpath;
  const node = process.env.npm_node_execpath;
  const inNpm = npm !== undefined && node !== undefined && existsSync(npm) && existsSync(node);
  const [command, parameters] = inNpm ? [node, [npm, ...options]] : ['npm', options];
  const { status, error } = spawnSync(command, parameters, {
    cwd: root,
    // npm's standard output goes to our standard error.
    stdio: ['ignore', 2, 2],
    // npm is a script on Windows, which only a shell starts.
    shell: !inNpm && process.platform === 'win32',
  });
  if (status !== 0) {
    fail(`npm ci did not succeed${error === undefined ? '' : `: ${error.message}`}. See above.`);
  }
}

/** Asks the `node` that npm finds for a script: the one in node_modules/.bin, else the user's own. */
function checkNode() {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
  const { stdout } = spawnSync('node', ['--version'], {
    cwd: root,
    env: { ...process.env, PATH: path },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  });
  const version = stdout?.trim() ?? '';
  if (major(version) >= nodeMajorNeeded) return;
  fail(
    `Headwater needs Node ${nodeMajorNeeded} or newer, and the scripts would run on ` +
      `${version === '' ? 'none' : version}.\n` +
      `npm installs one on the platforms for which package.json pins it; on this one ` +
      `(${process.platform} ${process.arch})\n` +
      `please install Node ${nodeMajorNeeded} yourself (https://nodejs.org) and put it first on ` +
      `your PATH, then try again.`,
  );
}

function major(version) {
  return Number(/^v(\d+)\./.exec(version)?.[1] ?? 0);
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
