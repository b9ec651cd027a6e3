// Event source mappings, when somebody asks for them: made between a table and a function by their names, and
// explained.

import type { DevelopmentMappings } from '../../followers/triggers/mappings/development-mappings.ts';
import type { TriggerEngine } from '../../followers/triggers/trigger-engine.ts';
import type { Scope } from '../../model/table.ts';
import { ControlError } from '../control-error.ts';
import type { JsonObject } from '../json-body.ts';
import { checkMembers, requiredTextOf } from '../request-members.ts';
import { scopeOf } from '../scope.ts';
import {
  accountView,
  mappingDetail,
  type MappingDetail,
  mappingView,
  type MappingView,
  type RecordAccountView,
} from './mapping-view.ts';
import {
  controlErrorOf,
  tableTrigger,
  triggerMembers,
  type TriggerRequest,
} from './table-trigger.ts';

interface Scoped {
  /** Default: that of `startHeadwater`, or us-east-1. */
  readonly region?: string;
  /** Default: 000000000000. */
  readonly account?: string;
}

export interface MappingRequest extends Scoped, TriggerRequest {
  /** The name of a function, with a version or alias behind a colon if you like. */
  readonly function: string;
}

type Identified = Scoped & { readonly uuid: string };

/** All reject with an error whose message says what was wrong, and then nothing has changed. */
export interface Mappings {
  /**
   * Maps the stream of a table to a function. When it is mapped already, the settings that are given change, and its
   * position stays. Every record that is written once this resolves will be seen.
   */
  add(request: MappingRequest): Promise<MappingDetail>;
  /** All mappings, those of CreateEventSourceMapping too. */
  list(request?: Scoped): Promise<readonly MappingView[]>;
  get(request: Identified): Promise<MappingDetail>;
  remove(request: Identified): Promise<void>;
  /** What it did with a record; rejects when its stream never had such a shard, or when it has not run. */
  account(
    request: Identified & { readonly shardId: string; readonly sequenceNumber: string },
  ): Promise<RecordAccountView>;
}

const scoped = ['region', 'account'];
const identified = ['uuid', ...scoped];
const added = ['function', ...triggerMembers, ...scoped];

export interface MappingControlParts {
  readonly mappings: DevelopmentMappings;
  /** Undefined while nothing was ever run. */
  readonly engine: () => TriggerEngine | undefined;
}

/** `usual` is the scope of requests that name none. */
export function mappingControl({ mappings, engine }: MappingControlParts, usual: Scope): Mappings {
  const checked = <T>(
    request: object,
    known: readonly string[],
    run: (asked: JsonObject, scope: Scope) => Promise<T>,
  ): Promise<T> =>
    controlled(async () => {
      const asked = request as JsonObject;
      checkMembers(asked, known, 'The request');
      return run(asked, scopeOf(asked, usual));
    });
  return {
    add: (request) =>
      checked(request, added, async (asked, scope) => {
        const trigger = tableTrigger(asked, requiredTextOf(asked, 'function'));
        const shown = await mappings.add(scope, trigger);
        return mappingDetail(shown, await engine()?.report(shown.mapping.uuid));
      }),
    list: (request = {}) =>
      checked(request, scoped, async (_, scope) => {
        const all = await mappings.list(scope);
        const views = all.map(async (shown) =>
          mappingView(shown, await engine()?.report(shown.mapping.uuid)),
        );
        return Promise.all(views);
      }),
    get: (request) =>
      checked(request, identified, async (asked, scope) => {
        const uuid = requiredTextOf(asked, 'uuid');
        const shown = await mappings.get({ ...scope, uuid });
        return mappingDetail(shown, await engine()?.report(uuid));
      }),
    remove: (request) =>
      checked(request, identified, async (asked, scope) => {
        await mappings.remove({ ...scope, uuid: requiredTextOf(asked, 'uuid') });
      }),
    account: (request) =>
      checked(request, [...identified, 'shardId', 'sequenceNumber'], async (asked, scope) => {
        const uuid = requiredTextOf(asked, 'uuid');
        const shardId = requiredTextOf(asked, 'shardId');
        const sequenceNumber = requiredTextOf(asked, 'sequenceNumber');
        await mappings.get({ ...scope, uuid });
        const account = await engine()?.accountOf(uuid, { shardId, sequenceNumber });
        if (account !== undefined) return accountView(account);
        throw new ControlError(
          404,
          `Of mapping ${uuid} nothing is known about records of ${shardId}: its stream has no such shard, or it has not run since the server's start.`,
        );
      }),
  };
}

async function controlled<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw controlErrorOf(error);
  }
}
