// Puts the input of an operation together from where its members are in a request.

import type { IncomingMessage } from 'node:http';
import { serializationError } from '../errors.ts';
import type { Shape, StructureShape } from '../validation/shape.ts';
import type { RestOperation } from './rest-operation.ts';

export interface BoundParts {
  readonly request: Pick<IncomingMessage, 'headers'>;
  readonly labels: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

/**
 * Members of the body, then those of query, headers and path, which a body cannot override. Types are not
 * checked yet. Throws WireError when the body is no JSON object.
 */
export function bindRequest<Context>(
  operation: RestOperation<Context>,
  { request, labels, query, body }: BoundParts,
): Record<string, unknown> {
  const { payload } = operation;
  const input: Record<string, unknown> =
    payload === undefined ? jsonObject(body) : { [payload]: body };
  for (const [member, name] of Object.entries(operation.query ?? {})) {
    input[member] = fromQuery(query.getAll(name), shapeOf(operation.input, member));
  }
  for (const [member, name] of Object.entries(operation.headers ?? {})) {
    const value = request.headers[name];
    input[member] = value === undefined ? undefined : String(value);
  }
  return Object.assign(input, labels);
}

function jsonObject(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  const value = parsed(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw serializationError('Unexpected value type in payload');
  }
  return value as Record<string, unknown>;
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw serializationError(error instanceof Error ? error.message : String(error));
  }
}

/** What is no number stays a text, which the check of the types then refuses. */
function fromQuery(values: readonly string[], shape: Shape | undefined): unknown {
  if (shape?.kind === 'list') return values.length === 0 ? undefined : values;
  const [value] = values;
  if (shape?.kind !== 'integer' || value === undefined) return value;
  return /^[+-]?\d{1,15}$/.test(value) ? Number(value) : value;
}

function shapeOf({ members }: StructureShape, name: string): Shape | undefined {
  return members.find((member) => member.name === name)?.shape;
}
