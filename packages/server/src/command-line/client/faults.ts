// `headwater faults`

import type { Fault, FaultRequest } from '../../control/faults/fault.ts';
import { columns } from './columns.ts';
import type { ControlClient } from './control-client.ts';
import { moment } from './moments.ts';
import type { Report } from './perform.ts';

export async function listFaults(client: ControlClient): Promise<Report> {
  const json = (await client.get('faults')) as { readonly faults: readonly Fault[] };
  return { json, text: json.faults.length === 0 ? 'No faults are in force.' : table(json.faults) };
}

export async function addFault(client: ControlClient, fault: FaultRequest): Promise<Report> {
  const json = (await client.post('faults', { action: 'add', ...fault })) as {
    readonly fault: Fault;
  };
  return { json, text: table([json.fault]) };
}

export async function removeFault(client: ControlClient, id: string): Promise<Report> {
  const json = await client.post('faults', { action: 'remove', id });
  return { json, text: `Removed ${id}.` };
}

export async function clearFaults(client: ControlClient): Promise<Report> {
  const json = (await client.post('faults', { action: 'clear' })) as { readonly removed: number };
  const { removed } = json;
  return { json, text: `Removed ${removed === 1 ? 'one fault' : `${removed} faults`}.` };
}

function table(faults: readonly Fault[]): string {
  return columns(
    ['ID', 'FAULT', 'CALLS', 'SHARE', 'LEFT', 'UNTIL', 'LATENCY', 'HITS', 'MESSAGE'],
    faults.map((fault) => [
      fault.id,
      fault.fault,
      callsOf(fault),
      fault.share === 1 ? '' : String(fault.share),
      fault.times === undefined ? '' : String(fault.times),
      fault.until === undefined ? '' : moment(fault.until),
      fault.latency === undefined ? '' : `${fault.latency} ms`,
      String(fault.hits),
      fault.message === undefined ? '' : JSON.stringify(fault.message),
    ]),
  );
}

/** Which calls a fault can hit, such as `PutItem,UpdateItem of orders in eu-west-1`. */
function callsOf({ operation = [], table: name, region, account }: Fault): string {
  return [
    operation.length === 0 ? 'all' : operation.join(','),
    name === undefined ? '' : ` of ${name}`,
    region === undefined ? '' : ` in ${region}`,
    account === undefined ? '' : ` of account ${account}`,
  ].join('');
}
