// Finds the handler that `index.handler` or `src/app.handlers.main` names, in whatever kind of module it is.
// Where files are looked for, and in which order, is as on AWS.

import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CallbackHandlerDeprecated,
  HandlerNotFound,
  ImportModuleError,
  MalformedHandlerName,
  UserCodeSyntaxError,
} from './errors.mjs';
import { takesCallback } from './run-handler.mjs';

const extensions = ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'];

/** `file` is the module when it is given; then the name may say the handler only. */
export async function loadHandler({ root, name, file }) {
  const { module, path } = file === undefined ? parts(name, root) : partsWithin(name, file);
  const exported = await loadModule(module, root);
  const handler = member(exported, path) ?? member(exported.default, path);
  if (handler === undefined || handler === null) {
    throw new HandlerNotFound(`${name} is undefined or not exported`);
  }
  if (typeof handler !== 'function') throw new HandlerNotFound(`${name} is not a function`);
  if (!takesCallback(handler)) {
    throw new CallbackHandlerDeprecated(
      'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.',
    );
  }
  return handler;
}

function parts(name, root) {
  if (name.includes('..')) {
    throw new MalformedHandlerName(
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const base = basename(name);
  const match = /^(?<module>[^.]*)\.(?<path>.*)$/.exec(base);
  if (match === null) throw new MalformedHandlerName('Bad handler');
  const folder = resolve(root, name.slice(0, name.length - base.length));
  return { module: join(folder, match.groups.module), path: match.groups.path };
}

function partsWithin(name, file) {
  const prefix = `${basename(file, extname(file))}.`;
  return { module: file, path: name.startsWith(prefix) ? name.slice(prefix.length) : name };
}

function member(exported, path) {
  return path.split('.').reduce((value, key) => value?.[key], exported);
}

async function loadModule(path, root) {
  const file = extensions.map((extension) => path + extension).find(isFile);
  try {
    // Without such a file, what require() makes of it: a folder's index, or a package.
    const found =
      file ??
      createRequire(join(root, 'index.js')).resolve(path.slice(dirname(path).length + 1), {
        paths: [root, dirname(path)],
      });
    return await importOrRequire(found);
  } catch (error) {
    if (error instanceof SyntaxError) throw syntaxError(error);
    if (error?.code === 'MODULE_NOT_FOUND') throw new ImportModuleError(String(error));
    throw error;
  }
}

/** require() knows which kind of module a .js or .ts file is, and gives an ECMAScript module too. */
async function importOrRequire(file) {
  if (/\.m[jt]s$/.test(file)) return import(pathToFileURL(file).href);
  try {
    return createRequire(file)(file);
  } catch (error) {
    // It awaits at its top level.
    if (error?.code === 'ERR_REQUIRE_ASYNC_MODULE') return import(pathToFileURL(file).href);
    throw error;
  }
}

function syntaxError(error) {
  const reported = new UserCodeSyntaxError(String(error));
  // It says where in the user's code.
  reported.stack = `${reported.name}: ${reported.message}\n${error.stack}`;
  return reported;
}

function isFile(path) {
  return existsSync(path) && statSync(path).isFile();
}
