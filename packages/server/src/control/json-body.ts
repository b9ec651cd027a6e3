// Reads what a control route is told.

import type { RouteRequest } from '../api/http/routes.ts';
import { ControlError } from './control-error.ts';

/** Members are the user's: an own `__proto__` is possible, so they are read one by one. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The JSON object in the request's body; nothing at all counts as `{}`.
 * @throws ControlError 400
 */
export function jsonBody({ body }: Pick<RouteRequest, 'body'>): JsonObject {
  const text = body.toString('utf8');
  if (text.trim() === '') return {};
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ControlError(400, 'The body has to be a JSON object: {"name": value, ...}.');
  }
  return value as JsonObject;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ControlError(400, `The body is not JSON: ${reason}`);
  }
}
