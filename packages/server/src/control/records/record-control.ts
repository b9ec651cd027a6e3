// Where did my record go: answers for a sequence number, or for the key of an item.

import type { RecordQuestion, ShardOperations } from '../../database/shards/shard-operations.ts';
import type { StreamLog } from '../../log/stream-log.ts';
import { streamArn } from '../../model/stream.ts';
import type { Scope } from '../../model/table.ts';
import { ControlError } from '../control-error.ts';
import type { JsonObject } from '../json-body.ts';
import { controlled } from '../refused.ts';
import { checkMembers, requiredTextOf, textOf } from '../request-members.ts';
import { type RecordTriggerParts, recordTriggers } from '../mappings/record-triggers.ts';
import { scopeOf } from '../scope.ts';
import type { RecordWaits, WaitRequest } from '../waits/record-waits.ts';
import { recordView, type RecordView } from './record-view.ts';

/** One of `sequenceNumber` and `key`. */
export interface RecordRequest {
  readonly table: string;
  readonly sequenceNumber?: string;
  /** The item's key attributes as DynamoDB JSON: `{ "id": { "S": "a" } }`. */
  readonly key?: object;
  /** Default: that of `startHeadwater`, or us-east-1. */
  readonly region?: string;
  /** Default: 000000000000. */
  readonly account?: string;
}

export interface Records {
  /**
   * Newest first; empty when no shard that is kept has it. Of a key, the newest thousand that the log
   * has. Rejects with an error that says what was wrong with the request.
   */
  find(request: RecordRequest): Promise<readonly RecordView[]>;
  /**
   * Resolves with true as soon as reading from a shard iterator may bring something: a record, the end of the shard, an
   * error. With false after 20 s of the server's clock, at the signal, or when the server closes.
   */
  wait(request: WaitRequest, signal?: AbortSignal): Promise<boolean>;
}

const members = ['table', 'sequenceNumber', 'key', 'region', 'account'];

export function recordControl(
  parts: {
    readonly database: ShardOperations;
    readonly streams: StreamLog;
    readonly triggers: RecordTriggerParts;
    readonly waits: RecordWaits;
  },
  usual: Scope,
): Records {
  const { database, streams, waits } = parts;
  return {
    wait: (request, signal) => waits.wait(request, signal),
    find: (request) =>
      controlled(async () => {
        const asked: JsonObject = { ...request };
        checkMembers(asked, members, 'The request');
        const scope = scopeOf(asked, usual);
        const question = questionOf(asked);
        const listed = await database.listShards(scope, question.table);
        if (listed.length === 0) {
          throw new ControlError(
            404,
            `In ${scope.region} there is no stream of a table ${question.table}.`,
          );
        }
        const retentions = new Map(listed.map((of) => [of.stream.label, of.retentionMs]));
        const found = await database.findRecords(scope, question);
        const triggersOf = await recordTriggers(parts.triggers, scope);
        const views = found.map((record) => {
          const { stream, shard, position } = record;
          const reads = streams.readsOf({ arn: streamArn(stream), shard: shard.id, position });
          const retentionMs = retentions.get(stream.label) ?? 0;
          return recordView(record, { retentionMs, reads, triggersOf });
        });
        return Promise.all(views);
      }),
  };
}

function questionOf(request: JsonObject): RecordQuestion {
  const table = requiredTextOf(request, 'table');
  const sequenceNumber = textOf(request, 'sequenceNumber');
  const { key } = request;
  if ((sequenceNumber === undefined) === (key === undefined)) {
    throw new ControlError(400, 'Ask by either sequenceNumber or key.');
  }
  return sequenceNumber === undefined ? { table, key } : { table, sequenceNumber };
}
