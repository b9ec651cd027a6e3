// One invocation of a handler, in each of the ways in which one may answer: a promise, a return value, a
// callback, or methods of the context.

import { JSONStringifyError, NodeJsExit } from './errors.mjs';

/** From nodejs24.x on there are neither callbacks nor methods of the context that answer. */
const answersByValue = !/^AWS_Lambda_nodejs(?:1\d|2[0-3])\.x$/.test(
  process.env['AWS_EXECUTION_ENV'] ?? '',
);

let whenIdle;
process.on('beforeExit', () => {
  const run = whenIdle;
  whenIdle = undefined;
  run?.();
});

export function takesCallback(handler) {
  return !answersByValue || handler.length < 3;
}

/** Resolves with the JSON of the answer as `text`, or with an `error`. */
export async function runHandler(handler, body, context) {
  try {
    const event = JSON.parse(body);
    const value = await (answersByValue
      ? byValue(handler, event, context)
      : inAnyWay(handler, event, context));
    return { text: stringify(value) };
  } catch (error) {
    return { error };
  } finally {
    whenIdle = undefined;
  }
}

function stringify(value) {
  try {
    return JSON.stringify(value === undefined ? null : value) ?? 'null';
  } catch {
    throw new JSONStringifyError('Unable to stringify response body');
  }
}

function byValue(handler, event, context) {
  return new Promise((resolve, reject) => {
    whenIdle = () => reject(new NodeJsExit('a Promise that was never settled'));
    // Not resolved with the handler's promise, which could not be given up then.
    Promise.resolve(handler(event, context)).then(resolve, reject);
  });
}

/** The first answer counts. */
function inAnyWay(handler, event, context) {
  return new Promise((resolve, reject) => {
    const done = (error, value) => (isNone(error) ? resolve(value) : reject(error));
    const callback = (error, value) => {
      if (!isNone(error) || !answering.callbackWaitsForEmptyEventLoop) done(error, value);
      else whenIdle = () => resolve(value);
    };
    const answering = Object.assign(context, {
      callbackWaitsForEmptyEventLoop: true,
      succeed: (value) => resolve(value),
      fail: (error) => reject(error ?? 'handled'),
      done,
    });
    whenIdle = () => {
      if (handler.constructor.name !== 'AsyncFunction') resolve(null);
      else reject(new NodeJsExit('a Promise that was never settled'));
    };
    const result = handler(event, answering, callback);
    if (typeof result?.then === 'function') result.then(resolve, reject);
  });
}

function isNone(value) {
  return value === undefined || value === null;
}
