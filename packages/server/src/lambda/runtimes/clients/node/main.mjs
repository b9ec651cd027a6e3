// What runs in the process of a Node.js function: loads its handler and carries invocations between it and
// the Runtime API, as the runtime client on AWS does. Plain JavaScript, so that it starts without delay.

import { contextOf } from './context.mjs';
import { UnhandledPromiseRejection, errorDocument } from './errors.mjs';
import { loadHandler } from './load-handler.mjs';
import { logError, patchConsole, setRequestId } from './log.mjs';
import { newFiles, registerModuleHooks } from './module-hooks.mjs';
import { runHandler } from './run-handler.mjs';
import { connect } from './runtime-client.mjs';

/** What environment.ts tells about the function beyond AWS's variables. */
const { file, watch, packageRoots } = JSON.parse(process.argv[2]);
// The handler sees the arguments of a program that got none.
process.argv.splice(2);

const client = connect(process.env['AWS_LAMBDA_RUNTIME_API']);

/** The invocation under way; none while the code is loaded. */
let requestId;

async function reportError(error) {
  const path = requestId === undefined ? 'init/error' : `invocation/${requestId}/error`;
  const document = errorDocument(error);
  await client.post(path, JSON.stringify(document), {
    'content-type': 'application/json',
    'lambda-runtime-function-error-type': encodeURI(document.errorType),
  });
}

/** The status is that of AWS's client. */
async function die(label, error, status) {
  logError(label, error);
  await reportError(error).finally(() => process.exit(status));
}

async function answer(outcome) {
  const path = `invocation/${requestId}/response`;
  if (!('error' in outcome)) {
    await client.post(path, outcome.text, { 'content-type': 'application/json' });
    return;
  }
  logError('Invoke Error', outcome.error);
  await reportError(outcome.error);
}

async function serve(handler) {
  for (;;) {
    const files = newFiles();
    if (files.length > 0) await client.tellFiles(files);
    const { headers, body } = await client.next();
    requestId = headers['lambda-runtime-aws-request-id'];
    setRequestId(requestId);
    process.env['_X_AMZN_TRACE_ID'] = headers['lambda-runtime-trace-id'];
    await answer(await runHandler(handler, body, contextOf(headers)));
  }
}

async function load() {
  try {
    return await loadHandler({
      root: process.env['LAMBDA_TASK_ROOT'],
      name: process.env['_HANDLER'],
      file,
    });
  } catch (error) {
    return die('Uncaught Exception', error, 129);
  }
}

patchConsole();
process.on('uncaughtException', (error) => void die('Uncaught Exception', error, 129));
process.on('unhandledRejection', (reason) => {
  void die('Unhandled Promise Rejection', new UnhandledPromiseRejection(reason), 128);
});
registerModuleHooks({ packageRoots, watch });
// Not awaited: a module that waits at its top level would keep `beforeExit` from being told of an idle handler.
void load().then(serve);
