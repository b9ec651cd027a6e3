// `headwater mappings`

import { printDuration } from '../../base/duration.ts';
import type { MappingRequest } from '../../control/mappings/mapping-control.ts';
import type {
  MappedShardView,
  MappingDetail,
  MappingView,
  RecordAccountView,
} from '../../control/mappings/mapping-view.ts';
import { columns } from './columns.ts';
import type { ControlClient } from './control-client.ts';
import { moment } from './moments.ts';
import type { Report } from './perform.ts';
import { stepLines } from './record-steps.ts';
import type { ScopeFlags } from './shards.ts';

export async function listMappings(client: ControlClient, scope: ScopeFlags): Promise<Report> {
  const { region, account } = scope;
  const json = (await client.get('mappings', { region, account })) as {
    readonly mappings: readonly MappingView[];
  };
  const { mappings } = json;
  return {
    json,
    text:
      mappings.length === 0
        ? `In ${region} there are no event source mappings.`
        : mappingTable(mappings),
  };
}

export async function showMapping(
  client: ControlClient,
  uuid: string,
  scope: ScopeFlags,
): Promise<Report> {
  const { region, account } = scope;
  const path = `mappings/${encodeURIComponent(uuid)}`;
  const json = (await client.get(path, { region, account })) as { readonly mapping: MappingDetail };
  return { json, text: detailText(json.mapping) };
}

export async function addMapping(client: ControlClient, request: MappingRequest): Promise<Report> {
  const json = (await client.post('mappings', { action: 'add', ...request })) as {
    readonly mapping: MappingDetail;
  };
  return { json, text: mappingTable([json.mapping]) };
}

export async function removeMapping(
  client: ControlClient,
  uuid: string,
  scope: ScopeFlags,
): Promise<Report> {
  const { region, account } = scope;
  const json = await client.post('mappings', { action: 'remove', uuid, region, account });
  return { json, text: `Removed ${uuid}.` };
}

export async function recordOfMapping(
  client: ControlClient,
  uuid: string,
  query: ScopeFlags & { readonly shardId: string; readonly sequenceNumber: string },
): Promise<Report> {
  const { region, account, shardId, sequenceNumber } = query;
  const path = `mappings/${encodeURIComponent(uuid)}/records`;
  const members = { shardId, sequenceNumber, region, account };
  const json = (await client.get(path, members)) as { readonly record: RecordAccountView };
  const { status, steps } = json.record;
  return { json, text: [`${sequenceNumber} ${status}`, ...stepLines(steps)].join('\n') };
}

export function mappingTable(mappings: readonly MappingView[]): string {
  return columns(
    ['MAPPING', 'STATE', 'FUNCTION', 'SOURCE', 'LAG', 'BEHIND', 'INVOCATIONS', 'ERRORS', 'RESULT'],
    mappings.map((one) => [
      one.uuid,
      one.status === 'ended' ? `${one.state}, ended` : one.state,
      nameOfFunction(one.functionArn),
      nameOfSource(one.eventSourceArn),
      number(one.lagRecords),
      one.lagMs === undefined ? '' : printDuration(one.lagMs),
      number(one.counts?.invocations),
      number(one.counts?.errors),
      one.lastProcessingResult,
    ]),
  );
}

function detailText(mapping: MappingDetail): string {
  const { settings, counts, shards, startingPosition: start } = mapping;
  const lines = [
    `function  ${mapping.functionArn}`,
    `source    ${mapping.eventSourceArn}, from ${start}`,
    `settings  ${membersText(settings)}`,
    ...(counts === undefined ? [] : [`counts    ${membersText(counts)}`]),
  ];
  const parts = [mappingTable([mapping]), lines.join('\n')];
  if (shards.length > 0) parts.push(shardTable(shards));
  const problems = shards.flatMap(problemLines);
  if (problems.length > 0) parts.push(problems.join('\n'));
  return parts.join('\n\n');
}

function shardTable(shards: readonly MappedShardView[]): string {
  return columns(
    ['SHARD', 'PHASE', 'LAG', 'BEHIND', 'POSITION', 'LAST', 'WINDOW'],
    shards.map(({ shardId, phase, lagRecords, lagMs, position, lastInvocation, window }) => [
      shardId,
      phase,
      String(lagRecords),
      printDuration(lagMs),
      position ?? '',
      lastInvocation?.outcome ?? '',
      window === undefined ? '' : `${moment(window.start)} to ${moment(window.end)}`,
    ]),
  );
}

/** `batchSize 100, filters []` */
function membersText(members: object): string {
  return Object.entries(members)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

/** What is not simply in work. */
function problemLines({ shardId, batches }: MappedShardView): string[] {
  return batches
    .filter(({ problem }) => problem !== undefined)
    .map(({ state, from, to, size, attempts, nextAttemptAt, problem }) => {
      const next = nextAttemptAt === undefined ? '' : `, again at ${moment(nextAttemptAt)}`;
      const records = size === 1 ? from : `${size} records from ${from} to ${to}`;
      return `${shardId}: ${state} with ${records}, attempt ${attempts}${next}: ${problem}`;
    });
}

function nameOfFunction(arn: string): string {
  return arn.split(':').slice(6).join(':');
}

/** The table, or what else the stream is of. */
function nameOfSource(arn: string): string {
  return arn.split(':').slice(5).join(':').split('/')[1] ?? arn;
}

function number(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}
