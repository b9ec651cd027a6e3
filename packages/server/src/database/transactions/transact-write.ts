// TransactWriteItems: up to a hundred writes and checks of items of any tables, all or none.

import { bytesBase64 } from '../../base/bytes.ts';
import { sha256 } from '../../base/hash.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import type { Scope } from '../../model/table.ts';
import type { WriteDone } from '../../write/item-write.ts';
import { Refused } from '../../write/refusal.ts';
import { capacityByTable, transactedCapacity, writeCapacity } from '../capacity.ts';
import { commitOnTables } from '../catalog/commit-on-table.ts';
import type { DatabaseContext } from '../context.ts';
import type { TransactWriteRequest, TransactWriteResult } from '../database.ts';
import { noticeExpiry } from '../items/write-item.ts';
import { placeWrites, tablesByName } from './place-writes.ts';
import { prepareAction, type PreparedAction } from './prepare-action.ts';
import { type ReadUnits, type TokenSlot, tokenSlot } from './request-token.ts';
import { transactionCommit, type TransactionOutcome } from './transaction-commit.ts';

/** Bytes of items, keys and values in one request (Service quotas: 4 MB; observed on AWS). */
const payloadLimitBytes = 4 * 1024 * 1024;

interface PreparedTransaction {
  readonly actions: readonly PreparedAction[];
  readonly use: string;
  readonly token: string | undefined;
}

export async function transactWrite(
  context: DatabaseContext,
  scope: Scope,
  request: TransactWriteRequest,
): Promise<TransactWriteResult> {
  const actions = request.actions.map(prepareAction);
  return writeTogether(context, scope, {
    actions,
    use: 'TransactWriteItems',
    token: request.token,
  });
}

/** `use` is the operation, as tokens know it. */
export async function writeTogether(
  context: DatabaseContext,
  scope: Scope,
  transaction: PreparedTransaction,
): Promise<TransactWriteResult> {
  const { actions } = transaction;
  refuseLargePayload(actions);
  const slotNow = slots(context, scope, transaction);
  for (;;) {
    const outcome = await commitActions(context, scope, { actions, slotNow });
    switch (outcome.kind) {
      case 'slot-outdated':
        continue;
      case 'repeated':
        return repeated(outcome.reads);
      case 'all-done':
        return done(context, scope, { actions, all: outcome.all });
      default:
        throw new Refused(outcome);
    }
  }
}

/** @throws InvalidInput with words of our own but for "size cannot exceed", which AWS says too */
function refuseLargePayload(actions: readonly PreparedAction[]): void {
  const sizeBytes = actions.reduce((sum, { payloadBytes }) => sum + payloadBytes, 0);
  if (sizeBytes > payloadLimitBytes) {
    throw new InvalidInput('rule', 'Transaction payload size cannot exceed 4 MB');
  }
}

/** Gives the slot of the request's token as the time is then; undefined without a token. */
function slots(
  { runtime }: DatabaseContext,
  scope: Scope,
  { actions, use, token }: PreparedTransaction,
): () => TokenSlot | undefined {
  if (token === undefined) return () => undefined;
  const fingerprint = bytesBase64(sha256(actions.flatMap((action) => action.identity())));
  return () => tokenSlot(scope, { use, token, fingerprint }, runtime.clock.now());
}

function commitActions(
  context: DatabaseContext,
  scope: Scope,
  transaction: {
    readonly actions: readonly PreparedAction[];
    readonly slotNow: () => TokenSlot | undefined;
  },
): Promise<TransactionOutcome> {
  const { actions, slotNow } = transaction;
  const names = new Set(actions.map(({ table }) => table));
  const targets = [...names].map((name) => ({
    scope,
    name,
    find: () => context.catalog.ready(scope, name),
  }));
  return commitOnTables(context, targets, (known) =>
    transactionCommit(context, placeWrites(actions, tablesByName(known)), slotNow()),
  );
}

function done(
  context: DatabaseContext,
  scope: Scope,
  transaction: {
    readonly actions: readonly PreparedAction[];
    readonly all: readonly WriteDone[];
  },
): TransactWriteResult {
  const { actions, all } = transaction;
  const uses = actions.flatMap(({ table }, index) => {
    const write = all[index];
    if (write === undefined) return [];
    noticeExpiry(context, { scope, table }, write);
    return [transactedCapacity(writeCapacity(table, write))];
  });
  return { repeated: false, capacity: capacityByTable(uses) };
}

function repeated(reads: ReadUnits): TransactWriteResult {
  const capacity = reads.map(({ table, units }) => ({ table, tableUnits: units, indexes: [] }));
  return { repeated: true, capacity };
}
