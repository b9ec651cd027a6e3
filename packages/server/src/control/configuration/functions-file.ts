// The file that says which functions there are and which tables call them, for `--functions`: JSON, with the members
// that the control routes take.
//
//   { "functions": { "orders": { "handler": "./src/orders.ts", "env": {}, ..., "on": [{ "table": "orders" }] } } }

import { dirname, resolve } from 'node:path';
import { ControlError } from '../control-error.ts';
import type { FunctionRequest } from '../functions/function-control.ts';
import type { JsonObject } from '../json-body.ts';
import { checkMembers, requiredTextOf, textOf } from '../request-members.ts';

/** A table that calls a function, and how; what else it may have is for whoever adds it. */
export interface ConfiguredTrigger {
  readonly table: string;
  readonly from?: string;
  readonly [setting: string]: unknown;
}

export interface ConfiguredFunction {
  /** With an absolute path. */
  readonly request: FunctionRequest;
  readonly triggers: readonly ConfiguredTrigger[];
}

/** Relative paths are relative to the file. @throws ControlError whose message says where in the file the mistake is */
export function parseFunctionsFile(text: string, path: string): readonly ConfiguredFunction[] {
  const file = objectOf(parsed(text), 'The file');
  checkMembers(file, ['$schema', 'functions'], 'The file');
  const functions = objectOf(file['functions'] ?? {}, 'functions');
  return Object.entries(functions).map(([name, value]) =>
    located(`functions.${name}`, () => configuredFunction(name, value, dirname(path))),
  );
}

/** Says where a mistake was made. */
function located<T>(place: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw at(place, error);
  }
}

export function at(place: string, error: unknown): unknown {
  if (!(error instanceof ControlError)) return error;
  return new ControlError(error.status, `${place}: ${error.message}`);
}

function configuredFunction(name: string, value: unknown, directory: string): ConfiguredFunction {
  const { on, ...asked } = objectOf(value, 'A function');
  if (Object.hasOwn(asked, 'name')) {
    throw new ControlError(400, 'The name of a function is what stands before it.');
  }
  const handler = textOf(asked, 'handler');
  // What else it has is checked by whoever adds the function.
  const request = {
    ...asked,
    name,
    ...(handler === undefined ? {} : { handler: resolve(directory, handler) }),
  } as FunctionRequest;
  return { request, triggers: triggersOf(on) };
}

/** The name of a table, an object, or a list of them. */
function triggersOf(on: unknown): readonly ConfiguredTrigger[] {
  if (on === undefined) return [];
  const all = Array.isArray(on) ? (on as unknown[]) : [on];
  const triggers = all.map((value, index) =>
    located(Array.isArray(on) ? `on[${index}]` : 'on', () => {
      const trigger = typeof value === 'string' ? { table: value } : objectOf(value, 'A trigger');
      return { ...trigger, table: requiredTextOf(trigger, 'table') };
    }),
  );
  const twice = triggers.find(({ table }, index) => {
    const first = triggers.findIndex((other) => other.table === table);
    return first !== index;
  });
  if (twice === undefined) return triggers;
  throw new ControlError(400, `on: The table ${twice.table} is there twice.`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ControlError(400, `It is no JSON: ${reason}`);
  }
}

function objectOf(value: unknown, what: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as JsonObject;
  }
  throw new ControlError(400, `${what} takes an object.`);
}
