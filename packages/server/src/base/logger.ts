// Structured log lines. Whoever may have something to tell takes a `Logger`; tests pass one that fails
// on lines they did not expect.

import { isoTime } from './iso-time.ts';
import type { Clock } from './runtime.ts';

/** Values must survive JSON.stringify; an Error is written as its stack. */
export type LogFields = Readonly<Record<string, unknown>>;

export interface Logger {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Logs one JSON document a line: `{"time":"2026-...Z","level":"info","message":"...", ...fields}`. */
export function jsonLinesLogger(clock: Clock, write: (line: string) => void): Logger {
  const log = (level: string, message: string, fields: LogFields | undefined) => {
    const time = isoTime(clock.now());
    write(`${JSON.stringify({ time, level, message, ...fields }, withErrorText)}\n`);
  };
  return {
    info: (message, fields) => log('info', message, fields),
    warn: (message, fields) => log('warn', message, fields),
    error: (message, fields) => log('error', message, fields),
  };
}

function withErrorText(_key: string, value: unknown): unknown {
  return value instanceof Error ? (value.stack ?? String(value)) : value;
}
