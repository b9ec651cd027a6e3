// The console of a function: each message with its time, its invocation and its level, as on AWS.

import { writeSync } from 'node:fs';
import { format } from 'node:util';
import { errorText } from './errors.mjs';

let requestId;

export function setRequestId(id) {
  requestId = id;
}

export function patchConsole() {
  const levels = {
    trace: 'TRACE',
    debug: 'DEBUG',
    log: 'INFO',
    info: 'INFO',
    warn: 'WARN',
    error: 'ERROR',
  };
  for (const [method, level] of Object.entries(levels)) {
    console[method] = (...parts) => write(level, format(...parts));
  }
}

export function logError(label, error) {
  write('ERROR', `${label} \t${errorText(error)}`);
}

function write(level, message) {
  writeAll(`${new Date().toISOString()}\t${requestId}\t${level}\t${message}\n`);
}

/** At once, so that what was logged is read before the answer, and before the process ends. */
function writeAll(text) {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
      // The handler wrote to process.stdout itself, which made it non-blocking; then Node keeps the rest.
      process.stdout.write(rest);
      return;
    }
  }
}
