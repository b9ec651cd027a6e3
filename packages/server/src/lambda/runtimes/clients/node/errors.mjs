// Errors of a function as the Node.js runtime on AWS shows them. Names and texts are those of its open source,
// aws-lambda-nodejs-runtime-interface-client.

import { types } from 'node:util';

class RuntimeError extends Error {
  constructor(message) {
    super(message);
    this.name = `Runtime.${new.target.name}`;
  }
}

export class ImportModuleError extends RuntimeError {}
export class HandlerNotFound extends RuntimeError {}
export class MalformedHandlerName extends RuntimeError {}
export class UserCodeSyntaxError extends RuntimeError {}
export class CallbackHandlerDeprecated extends RuntimeError {}
export class JSONStringifyError extends RuntimeError {}
export class NodeJsExit extends RuntimeError {}
export class UnhandledPromiseRejection extends RuntimeError {
  constructor(reason) {
    super(String(reason));
    this.reason = reason;
  }
}

/** The document that the Runtime API takes. Whatever was thrown has one, also what cannot be printed. */
export function errorDocument(error) {
  try {
    if (isError(error)) {
      return {
        errorType: error.name,
        errorMessage: error.message,
        trace: String(error.stack).split('\n'),
      };
    }
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
    };
  }
}

/** As the log has it: with whatever else the error carries. */
export function errorText(error) {
  try {
    return JSON.stringify(error, (_key, value) => (isError(value) ? withProperties(value) : value));
  } catch {
    return JSON.stringify(errorDocument(error));
  }
}

function isError(value) {
  return types.isNativeError(value) || value instanceof Error;
}

function withProperties(error) {
  return {
    errorType: error.name,
    errorMessage: error.message,
    code: error.code,
    ...error,
    stack: String(error.stack).split('\n'),
  };
}
