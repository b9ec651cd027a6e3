// What happens while a function's modules are loaded: AWS's SDK is found although the function did not bring it,
// as on AWS; and of a function that is being developed, the files are noted.

import { statSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ofTheSdk = /^@(?:aws-sdk|smithy)\//;

let loaded = [];

/** The files that were loaded since the last call. */
export function newFiles() {
  const files = loaded;
  loaded = [];
  return files;
}

/** `packageRoots` are folders from which packages of the SDK are looked for when the function has none. */
export function registerModuleHooks({ packageRoots, watch }) {
  const parents = packageRoots.map((folder) => join(folder, 'index.js'));
  const resolve = (specifier, context, next) => {
    if (!ofTheSdk.test(specifier)) return next(specifier, context);
    try {
      return next(specifier, context);
    } catch (error) {
      return (
        firstOf(parents, (parent) => fromParent(specifier, parent, context, next)) ?? rethrow(error)
      );
    }
  };
  const load = (url, context, next) => {
    if (url.startsWith('file:') && !url.includes('/node_modules/')) note(fileURLToPath(url));
    return next(url, context);
  };
  registerHooks(watch ? { resolve, load } : { resolve });
}

function fromParent(specifier, parent, context, next) {
  // require() does not take another parent from a hook.
  if (context.conditions.includes('require')) {
    const url = pathToFileURL(createRequire(parent).resolve(specifier)).href;
    return { url, shortCircuit: true };
  }
  return next(specifier, { ...context, parentURL: pathToFileURL(parent).href });
}

function firstOf(parents, find) {
  for (const parent of parents) {
    try {
      return find(parent);
    } catch {
      // The next one may have it; if none has, the first error is thrown.
    }
  }
  return undefined;
}

function rethrow(error) {
  throw error;
}

/** Before it is read, so that a change in between is noticed. */
function note(path) {
  const { mtimeMs, size } = statSync(path);
  loaded.push({ path, mtimeMs, size });
}
