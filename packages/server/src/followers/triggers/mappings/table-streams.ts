// The streams of tables, as mappings look for them.

import type { StreamLog } from '../../../log/stream-log.ts';
import { type StreamDefinition, streamArn } from '../../../model/stream.ts';
import type { Scope } from '../../../model/table.ts';
import type { EventSources } from './event-sources.ts';

export type TableStreams = Pick<StreamLog, 'listStreams'>;

/** More than a table has had of late: streams that were disabled go after a day. */
const MOST_STREAMS = 1000;

/** DynamoDB's part of the event sources. */
export function tableStreamSource(streams: TableStreams): NonNullable<EventSources['dynamodb']> {
  return async (scope, arn) => {
    const [, table = ''] = arn.split('/');
    const page = await streams.listStreams(scope, { table, limit: MOST_STREAMS });
    return page.streams.some((stream) => streamArn(stream) === arn);
  };
}

/** Undefined when the table has none, or when there is no such table. */
export async function enabledStream(
  streams: TableStreams,
  scope: Scope,
  table: string,
): Promise<StreamDefinition | undefined> {
  const page = await streams.listStreams(scope, { table, limit: MOST_STREAMS });
  return page.streams.findLast(({ disabledAt }) => disabledAt === undefined);
}
