// `headwater records`

import type { RecordTriggerView } from '../../control/mappings/record-triggers.ts';
import type { RecordView } from '../../control/records/record-view.ts';
import type { ControlClient } from './control-client.ts';
import { moment } from './moments.ts';
import type { Report } from './perform.ts';
import { stepLines } from './record-steps.ts';
import type { ScopeFlags } from './shards.ts';

export interface RecordQuery extends ScopeFlags {
  readonly table: string;
  /** One of the two. */
  readonly sequenceNumber?: string | undefined;
  /** DynamoDB JSON. */
  readonly key?: string | undefined;
}

export async function findRecords(client: ControlClient, query: RecordQuery): Promise<Report> {
  const { table, ...members } = query;
  const json = (await client.get(`records/${encodeURIComponent(table)}`, members)) as {
    readonly records: readonly RecordView[];
  };
  const { records } = json;
  const text = records.length === 0 ? 'There is no such record.' : records.map(recordText);
  return { json, text: typeof text === 'string' ? text : text.join('\n\n') };
}

function recordText(record: RecordView): string {
  const { sequenceNumber, eventName, keys, expired } = record;
  const what = [
    eventName,
    keys === undefined ? undefined : JSON.stringify(keys),
    expired === true ? '(time to live)' : undefined,
  ];
  return [
    [sequenceNumber, ...what].filter((part) => part !== undefined).join(' '),
    `  stream   ${record.streamArn}`,
    `  shard    ${record.shardId}`,
    ...(record.writtenAt === undefined ? [] : [`  written  ${moment(record.writtenAt)}`]),
    `  state    ${stateText(record)}`,
    ...readLines(record),
    ...record.triggers.flatMap(triggerLines),
  ].join('\n');
}

/** What a mapping did with it. */
function triggerLines({ uuid, functionArn, status, steps }: RecordTriggerView): string[] {
  return [`  trigger  ${functionArn}: ${status} (${uuid})`, ...stepLines(steps)];
}

function stateText({ state, expiresAt, trimmedAt, trimReason }: RecordView): string {
  if (state === 'readable') {
    return expiresAt === undefined ? 'readable' : `readable until ${moment(expiresAt)}`;
  }
  const when = trimmedAt === undefined ? '' : ` ${moment(trimmedAt)}`;
  return `trimmed${when}${trimReason === undefined ? '' : `: ${trimReason}`}`;
}

function readLines({ reads }: RecordView): string[] {
  if (reads.length === 0) return ['  read     never, as far as is known'];
  return reads.map(({ at, reader, caller }, index) => {
    const heading = index === 0 ? 'read   ' : '       ';
    return `  ${heading}  ${moment(at)} by ${reader}, ${caller}`;
  });
}
