// `headwater function`

import { resolve } from 'node:path';
import type {
  FunctionRequest,
  FunctionView,
  InvocationView,
} from '../../control/functions/function-control.ts';
import type { TriggerRequest } from '../../control/mappings/table-trigger.ts';
import { columns } from './columns.ts';
import { CommandFailed, type ControlClient } from './control-client.ts';
import { moment } from './moments.ts';
import { mappingTable } from './mappings.ts';
import type { Report } from './perform.ts';
import type { ScopeFlags } from './shards.ts';

export interface AddFlags extends ScopeFlags {
  readonly handler?: string;
  readonly url?: string;
  readonly runtime?: string;
  /** `NAME=value` */
  readonly env?: readonly string[];
  readonly timeout?: number;
  readonly memory?: number;
  /** What calls it. */
  readonly on?: TriggerRequest;
}

export async function addFunction(
  client: ControlClient,
  name: string,
  { handler, env = [], ...flags }: AddFlags,
): Promise<Report> {
  const request: FunctionRequest = {
    name,
    ...flags,
    env: Object.fromEntries(env.map(variable)),
    // The server may run elsewhere, so a relative path means nothing to it.
    ...(handler === undefined ? {} : { handler: resolve(handler) }),
  };
  const json = (await client.post('functions', { action: 'add', ...request })) as {
    readonly function: FunctionView;
  };
  const { mapping } = json.function;
  const tables = [
    table([json.function]),
    ...(mapping === undefined ? [] : [mappingTable([mapping])]),
  ];
  return { json, text: tables.join('\n\n') };
}

export async function listFunctions(client: ControlClient, scope: ScopeFlags): Promise<Report> {
  const { region, account } = scope;
  const json = (await client.get('functions', { region, account })) as {
    readonly functions: readonly FunctionView[];
  };
  const { functions } = json;
  return {
    json,
    text: functions.length === 0 ? `In ${region} there are no functions.` : table(functions),
  };
}

export async function removeFunction(
  client: ControlClient,
  name: string,
  scope: ScopeFlags,
): Promise<Report> {
  const json = await client.post('functions', { action: 'remove', name, ...scope });
  return { json, text: `Removed ${name}.` };
}

/** `payload` is JSON as text. */
export async function invokeFunction(
  client: ControlClient,
  name: string,
  { payload, ...scope }: ScopeFlags & { readonly payload: string },
): Promise<Report> {
  const event = { payload: parsed(payload) };
  const json = (await client.post('functions', {
    action: 'invoke',
    name,
    ...event,
    ...scope,
  })) as { readonly invocation: InvocationView };
  const { payload: answer, log } = json.invocation;
  return { json, text: `${log.trimEnd()}\n\n${JSON.stringify(answer, undefined, 2)}`.trimStart() };
}

export async function functionLogs(
  client: ControlClient,
  name: string,
  scope: ScopeFlags,
): Promise<Report> {
  const { region, account } = scope;
  const path = `functions/${encodeURIComponent(name)}/logs`;
  const json = (await client.get(path, { region, account })) as {
    readonly lines: readonly string[];
  };
  return { json, text: json.lines.join('\n') };
}

function variable(text: string): [string, string] {
  const equals = text.indexOf('=');
  if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)];
  throw new CommandFailed(`--env takes NAME=value; it is ${JSON.stringify(text)}.`);
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch (cause) {
    throw new CommandFailed(`The payload is not JSON: ${payload}`, { cause });
  }
}

function table(functions: readonly FunctionView[]): string {
  return columns(
    ['FUNCTION', 'RUNTIME', 'HANDLER', 'TIMEOUT', 'MEMORY', 'CHANGED', 'CODE'],
    functions.map((one) => [
      one.name,
      one.runtime ?? '',
      one.handler ?? '',
      `${one.timeout} s`,
      `${one.memory} MB`,
      moment(one.modifiedAt),
      one.code,
    ]),
  );
}
