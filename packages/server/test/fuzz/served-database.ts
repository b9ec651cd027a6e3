// A whole server in memory that a fuzz test can see into: what its store was made to change, and what its
// log says.

import { Agent, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { createApi } from '../../src/api/create-api.ts';
import { listen } from '../../src/api/http/listen.ts';
import { manualRuntime } from '../../src/base/manual-runtime.ts';
import { checkInvariants } from '../../src/database/check-invariants.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { openStreamLog } from '../../src/log/open-stream-log.ts';
import { openSqliteStore } from '../../src/store/sqlite/open-sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { authorization } from '../authorization.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface ServedDatabase extends AsyncDisposable {
  readonly port: number;
  /** How many commits have changed something. */
  readonly changes: number;
  /** Warnings and errors that were logged, and failures of background work. */
  readonly complaints: readonly string[];
  /** `operation` is `DynamoDB_20120810.PutItem` and the like. */
  send(operation: string, body: string): Promise<Answer>;
  /** Resolves when no background work is left to do. */
  settled(): Promise<void>;
  /** What is wrong with its data, in sentences. */
  problems(): Promise<readonly string[]>;
}

export async function serveDatabase(): Promise<ServedDatabase> {
  await using opening = new AsyncDisposableStack();
  const complaints: string[] = [];
  const complain = (message: string, fields: unknown) => {
    complaints.push(`${message} ${JSON.stringify(fields, errorText)}`);
  };
  const runtime = manualRuntime();
  const store = opening.use(await openSqliteStore({ location: 'memory', durability: 'os' }));
  const counted = countChanges(store);
  const database = opening.use(
    openDatabase({
      store,
      runtime,
      options: { partitions: 2, transitionMs: 0, logEverything: true },
      onFailure: (error) => complain('background work failed', { error }),
    }),
  );
  const streams = await openStreamLog(store, runtime);
  const log = { info: () => undefined, warn: complain, error: complain };
  const api = createApi({ database, streams, runtime, log });
  const server = await listen(api.listener, { host: '127.0.0.1', port: 0 });
  opening.defer(() => server.close());
  const agent = new Agent({ keepAlive: true });
  opening.defer(() => agent.destroy());
  const resources = opening.move();
  return {
    port: server.port,
    complaints,
    get changes() {
      return counted.changes;
    },
    send: (operation, body) => send({ port: server.port, agent }, operation, body),
    settled: () => database.settled(),
    problems: () => checkInvariants(store, { hasWholeLog: true }),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** Makes the store count the commits that change something. */
function countChanges(store: Store): { readonly changes: number } {
  const counted = { changes: 0 };
  const commit = store.commit.bind(store);
  store.commit = (asked) =>
    commit({
      ...asked,
      decide(snapshot) {
        const decision = asked.decide(snapshot);
        const { puts = [], deletes = [], appends = [] } = decision;
        if (puts.length + deletes.length + appends.length > 0) counted.changes += 1;
        return decision;
      },
    });
  return counted;
}

function send(
  to: { readonly port: number; readonly agent: Agent },
  operation: string,
  body: string,
): Promise<Answer> {
  const headers = {
    'Content-Type': 'application/x-amz-json-1.0',
    'X-Amz-Target': operation,
    Authorization: authorization,
    'X-Amz-Date': '20260101T000000Z',
  };
  return new Promise((resolve, reject) => {
    const outgoing = request({ ...to, host: '127.0.0.1', method: 'POST', headers }, (incoming) => {
      buffer(incoming).then(
        (bytes) => resolve({ status: incoming.statusCode ?? 0, body: bytes.toString() }),
        reject,
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function errorText(_key: string, value: unknown): unknown {
  return value instanceof Error ? value.stack : value;
}
