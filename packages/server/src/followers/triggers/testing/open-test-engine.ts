// An engine on a real database in memory, under a clock that stands still, with functions and destinations
// that a test makes up.

import { onTestFinished } from 'vitest';
import { utf8Bytes, utf8Text } from '../../../base/bytes.ts';
import type { DatabaseOptions } from '../../../database/context.ts';
import { openTestDatabase, scope } from '../../../database/testing/open-test-database.ts';
import { tableOf } from '../../../database/testing/table-of.ts';
import type { Invocation } from '../../../lambda/functions/invocations.ts';
import type { InvocationResult } from '../../../lambda/runtimes/invoker.ts';
import type {
  EventSourceMapping,
  MappingSettings,
} from '../../../lambda/mappings/event-source-mapping.ts';
import { defaultSettings } from '../../../lambda/mappings/mapping-settings.ts';
import { streamArn } from '../../../model/stream.ts';
import { type Store, StoreUnavailable } from '../../../store/store.ts';
import type { FailedBatch } from '../../delivery/delivery.ts';
import { openTriggerEngine } from '../open-trigger-engine.ts';

export interface EventRecord {
  readonly eventName: string;
  readonly dynamodb: {
    readonly Keys: { readonly p: { readonly S: string } };
    readonly NewImage?: { readonly v: { readonly N: string } };
    readonly SequenceNumber: string;
  };
}

export interface FunctionEvent {
  readonly Records: readonly EventRecord[];
  readonly window?: { readonly start: string; readonly end: string };
  readonly state?: Readonly<Record<string, unknown>>;
  readonly shardId?: string;
  readonly isFinalInvokeForWindow?: boolean;
  readonly isWindowTerminatedEarly?: boolean;
}

export interface TestCall {
  readonly function: string;
  readonly event: FunctionEvent;
  /** By the clock. */
  readonly at: number;
}

/** Throws to fail as a function does. */
export type TestFunction = (event: FunctionEvent, call: TestCall) => unknown;

export const uuid = '11111111-2222-4333-8444-555555555555';
export const queue = 'arn:aws:sqs:eu-central-1:000000000000:failed';

const usual: MappingSettings = {
  functionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:f',
  ...defaultSettings,
};

export type MappingChange = Partial<MappingSettings> & {
  readonly uuid?: string;
  readonly from?: 'LATEST' | 'TRIM_HORIZON';
};

export function mappingOf(arn: string, change: MappingChange = {}): EventSourceMapping {
  const { uuid: id = uuid, from = 'TRIM_HORIZON', ...settings } = change;
  return {
    ...scope,
    uuid: id,
    eventSourceArn: arn,
    startingPosition: { type: from },
    settings: { ...usual, ...settings },
    tags: {},
    modifiedAt: 0,
    lastProcessingResult: 'No records processed',
  };
}

/** Functions of a test: what each call gets, and what it answers. */
export class TestInvocations {
  readonly calls: TestCall[] = [];
  function: TestFunction = () => null;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  async invoke({ reference, payload }: Invocation): Promise<InvocationResult> {
    const event = JSON.parse(utf8Text(payload)) as FunctionEvent;
    const call = { function: reference.name, event, at: this.#now() };
    this.calls.push(call);
    const common = { executedVersion: '$LATEST', logTail: new Uint8Array(), durationMs: 1 };
    try {
      const answer = await this.function(event, call);
      return { ...common, payload: utf8Bytes(JSON.stringify(answer ?? null)) };
    } catch (error) {
      if (!(error instanceof HandlerError)) throw error;
      const { message: errorMessage } = error;
      const body = JSON.stringify({ errorType: 'Error', errorMessage });
      return { ...common, payload: utf8Bytes(body), functionError: 'Unhandled' };
    }
  }

  /** The keys of each call's records. */
  get keys(): string[] {
    return this.calls.map(({ event }) => keysOf(event).join(' '));
  }
}

/** What a handler throws; anything else is thrown by who invokes. */
export class HandlerError extends Error {}

export function keysOf(event: FunctionEvent): string[] {
  return event.Records.map(({ dynamodb }) => dynamodb.Keys.p.S);
}

/** A store that stops to write, as that of a process which was killed. */
function mortalStore(store: Store): { readonly store: Store; dieAfter(commits: number): void } {
  let left = Infinity;
  return {
    store: {
      get: (keys) => store.get(keys),
      range: (request) => store.range(request),
      readLog: (lane, after, limit) => store.readLog(lane, after, limit),
      trimLog: (lane, upTo, most) => store.trimLog(lane, upTo, most),
      onGrowth: (lane, listener) => store.onGrowth(lane, listener),
      async commit(request) {
        left -= 1;
        if (left < 0) throw new StoreUnavailable('The process was killed.');
        return store.commit(request);
      },
      [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
    },
    dieAfter(commits) {
      left = commits;
    },
  };
}

export async function openTestEngine(options: Partial<DatabaseOptions> = {}) {
  const { database, store, runtime } = await openTestDatabase(options);
  const { clock } = runtime;
  const stream = { enabled: true, viewType: 'NEW_AND_OLD_IMAGES' } as const;
  const { definition } = await database.createTable(scope, tableOf('t', { stream }));
  const arn = streamArn({ ...scope, table: 't', label: definition.latestStreamLabel ?? '' });
  const invocations = new TestInvocations(() => clock.now());
  const sent: FailedBatch[] = [];
  const results: string[] = [];
  const destination = { deliver: async (_arn: string, _failed: FailedBatch) => {} };
  const lines: string[] = [];
  const note = (message: string): void => void lines.push(message);
  const open = () => {
    const mortal = mortalStore(store);
    const engine = openTriggerEngine({
      store: mortal.store,
      runtime,
      invocations,
      delivery: {
        async deliver(to, failed) {
          await destination.deliver(to, failed);
          sent.push(failed);
        },
      },
      log: { info: note, warn: note, error: note },
    });
    engine.onResult((_uuid, text) => results.push(text));
    const leave = clock.join(() => engine.settled());
    return { engine, leave, mortal };
  };
  let opened = open();
  const leave = clock.join(() => database.settled());
  const close = async (): Promise<void> => {
    opened.leave();
    await opened.engine[Symbol.asyncDispose]();
  };
  onTestFinished(async () => {
    leave();
    await close();
  });
  return {
    database,
    store,
    runtime,
    clock,
    arn,
    invocations,
    sent,
    results,
    destination,
    lines,
    get engine() {
      return opened.engine;
    },
    /** As a restart of the server does. */
    async restart() {
      await close();
      opened = open();
    },
    /** As one does behind a crash: what is not committed after so many commits more is lost. */
    async crash(commits = 0) {
      opened.mortal.dieAfter(commits);
      await clock.advance(0);
      opened.mortal.dieAfter(0);
      await close();
      opened = open();
    },
    start: (change: MappingChange = {}) => opened.engine.start(mappingOf(arn, change)),
    put: (p: string, v = 1) =>
      database.put(scope, {
        table: 't',
        item: { p: { S: p }, v: { N: String(v) } },
        returnValues: 'NONE',
      }),
    /** Until everything has run that can run now. */
    settle: () => clock.advance(0),
  };
}
