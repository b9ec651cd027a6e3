// What the database offers to the wire: tables, items and pages, in our own words. `open-database.ts`
// builds it on a store. Names, types and ranges of members were checked by the caller; expressions,
// attribute values and keys are checked here, because their rules need the table.
//
// Every method rejects with InvalidInput (the request breaks a rule), Refused (a rule of the data said
// no) or StoreUnavailable.

import type { AttributeUpdate } from '../expressions/legacy/attribute-updates.ts';
import type { Expected } from '../expressions/legacy/expected.ts';
import type { AttributeCondition, AttributeFilter } from '../expressions/legacy/filter.ts';
import type {
  IndexProjection,
  OnDemandLimits,
  Scope,
  TableDefinition,
  Throughput,
} from '../model/table.ts';
import type { StreamViewType } from '../model/stream-view-type.ts';
import type {
  BatchStatementRequest,
  StatementRequest,
  StatementTransactionRequest,
} from './partiql/statement-requests.ts';
import type { Backups, RestoreFromBackup, RestoreToTime } from './backups/backups.ts';
import type { TableProperties, Tag } from './catalog/table-properties.ts';
import type { ShardOperations } from './shards/shard-operations.ts';

/** An item as UTF-8 DynamoDB JSON, ready to be copied into a response. */
export type ItemJson = Uint8Array;

export type TableStatus = 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING';

/** What follows from the capacity settings of a table or index when it is looked at. */
export interface CapacityView {
  /** How often its throughput was lowered since midnight UTC. */
  readonly decreasesToday: number;
  readonly warmThroughput: Throughput;
}

export interface TableView {
  readonly definition: TableDefinition;
  readonly status: TableStatus;
  readonly capacity: CapacityView;
  readonly itemCount: number;
  readonly sizeBytes: number;
  /** In the order of `definition.indexes`. */
  readonly indexes: readonly {
    readonly itemCount: number;
    readonly sizeBytes: number;
    readonly capacity: CapacityView;
  }[];
}

export interface KeyElement {
  readonly name: string;
  readonly role: 'HASH' | 'RANGE';
}

export interface NewIndex {
  readonly name: string;
  readonly kind: 'local' | 'global';
  /** As sent, like a table's. */
  readonly keySchema: readonly KeyElement[];
  readonly projection: IndexProjection;
  readonly throughput?: Throughput;
  readonly onDemandLimits?: OnDemandLimits;
  readonly warmThroughput?: Partial<Throughput>;
}

/** SSESpecification. */
export interface EncryptionRequest {
  readonly enabled?: boolean;
  readonly type?: 'AES256' | 'KMS';
  /** Id, alias or ARN of a key. */
  readonly key?: string;
}

export interface NewTable {
  readonly name: string;
  /** As sent: CreateTable's rules about their order and number are checked here. */
  readonly keySchema: readonly KeyElement[];
  readonly attributes: readonly { readonly name: string; readonly type: 'S' | 'N' | 'B' }[];
  /** Global ones first, in the order sent. */
  readonly indexes?: readonly NewIndex[];
  readonly billing?: 'PAY_PER_REQUEST' | 'PROVISIONED';
  readonly throughput?: Throughput;
  readonly stream?: { readonly enabled: boolean; readonly viewType?: StreamViewType };
  readonly tableClass?: string;
  readonly deletionProtection?: boolean;
  readonly onDemandLimits?: OnDemandLimits;
  readonly warmThroughput?: Partial<Throughput>;
  readonly encryption?: EncryptionRequest;
  readonly tags?: readonly Tag[];
}

export interface TableChange {
  readonly billing?: 'PAY_PER_REQUEST' | 'PROVISIONED';
  readonly throughput?: Throughput;
  readonly stream?: { readonly enabled: boolean; readonly viewType?: StreamViewType };
  readonly tableClass?: string;
  readonly deletionProtection?: boolean;
  /** -1 removes a bound. */
  readonly onDemandLimits?: OnDemandLimits;
  readonly warmThroughput?: Partial<Throughput>;
  readonly encryption?: EncryptionRequest;
  /** Of all key attributes of a new index; of others they are ignored. */
  readonly attributes?: NewTable['attributes'];
  readonly indexChanges?: readonly IndexUpdate[];
}

export type IndexUpdate =
  | { readonly kind: 'create'; readonly index: NewIndex }
  | {
      readonly kind: 'throughput';
      readonly name: string;
      readonly throughput?: Throughput;
      /** -1 removes a bound. */
      readonly onDemandLimits?: OnDemandLimits;
      readonly warmThroughput?: Partial<Throughput>;
    }
  | { readonly kind: 'delete'; readonly name: string };

/** Expression texts and their placeholders, as sent. `values` are wire attribute values, unchecked. */
export interface Placed {
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

export interface Conditional extends Placed {
  readonly condition?: string;
  /** The older form of `condition`; never both. */
  readonly expected?: Expected;
  /** ReturnValuesOnConditionCheckFailure: ALL_OLD. */
  readonly returnOldOnFailure?: boolean;
}

export interface PutRequest extends Conditional {
  readonly table: string;
  readonly item: unknown;
  readonly returnValues: 'NONE' | 'ALL_OLD';
}

export interface DeleteRequest extends Conditional {
  readonly table: string;
  readonly key: unknown;
  readonly returnValues: 'NONE' | 'ALL_OLD';
}

export interface UpdateRequest extends Conditional {
  readonly table: string;
  readonly key: unknown;
  readonly update?: string;
  /** The older form of `update`; never both. */
  readonly attributeUpdates?: readonly AttributeUpdate[];
  readonly returnValues: 'NONE' | 'ALL_OLD' | 'UPDATED_OLD' | 'ALL_NEW' | 'UPDATED_NEW';
}

/** Capacity units used on one table, and apart from it on its indexes. */
export interface CapacityUse {
  readonly table: string;
  readonly tableUnits: number;
  /** Only indexes that were read or changed. */
  readonly indexes: readonly {
    readonly index: string;
    readonly kind: 'local' | 'global';
    readonly units: number;
  }[];
}

export interface WriteResult {
  /** What `returnValues` asked for; absent when there is nothing to return. */
  readonly attributes?: ItemJson;
  readonly capacity: CapacityUse;
}

/** Which part of an item is wanted. */
export interface Projecting extends Placed {
  readonly projection?: string;
  /** Names of whole attributes, the older form of `projection`; never both. */
  readonly attributes?: readonly string[];
}

export interface CollectionSize {
  /** The partition key. */
  readonly key: ItemJson;
  /** Of the items and of their entries in local indexes. */
  readonly sizeBytes: number;
}

export interface GetRequest extends Projecting {
  readonly table: string;
  readonly key: unknown;
  readonly consistent: boolean;
}

export interface GetResult {
  readonly item?: ItemJson;
  readonly capacity: CapacityUse;
}

export interface BatchGetRequest {
  readonly tables: readonly (Projecting & {
    readonly table: string;
    readonly keys: readonly unknown[];
    readonly consistent: boolean;
  })[];
}

export interface BatchGetResult {
  readonly tables: readonly { readonly table: string; readonly items: readonly ItemJson[] }[];
  /** Indexes into each request's `keys` that did not fit into the response of 16 MB. */
  readonly unprocessed: readonly {
    readonly table: string;
    readonly keyIndexes: readonly number[];
  }[];
  readonly capacity: readonly CapacityUse[];
}

export interface BatchWriteRequest {
  readonly tables: readonly {
    readonly table: string;
    readonly writes: readonly (
      | { readonly kind: 'put'; readonly item: unknown }
      | { readonly kind: 'delete'; readonly key: unknown }
    )[];
  }[];
}

export interface BatchWriteResult {
  /** Tables none of whose writes were done, for want of throughput. */
  readonly unprocessed: readonly string[];
  readonly capacity: readonly CapacityUse[];
}

export type TransactAction =
  | (Conditional & { readonly kind: 'put'; readonly table: string; readonly item: unknown })
  | (Conditional & {
      readonly kind: 'update';
      readonly table: string;
      readonly key: unknown;
      readonly update: string;
    })
  | (Conditional & {
      /** `check` has a condition. */
      readonly kind: 'delete' | 'check';
      readonly table: string;
      readonly key: unknown;
    });

export interface TransactWriteRequest {
  /** At least one; no two on one item. */
  readonly actions: readonly TransactAction[];
  /** ClientRequestToken: what makes a repeated request have no effect for ten minutes. */
  readonly token?: string;
}

export interface TransactWriteResult {
  /** Whether the token says that this was done before; then `capacity` is that of reading. */
  readonly repeated: boolean;
  /** One for each table, in the order in which the actions first name them. */
  readonly capacity: readonly CapacityUse[];
}

export interface TransactGetRequest {
  /** At least one; no two of one item. */
  readonly gets: readonly (Projecting & { readonly table: string; readonly key: unknown })[];
}

export interface TransactGetResult {
  /** In the order of the request; undefined where there is no item. */
  readonly items: readonly (ItemJson | undefined)[];
  readonly capacity: readonly CapacityUse[];
}

export interface StatementResult {
  /** Of a write what RETURNING asks for, one item at most. */
  readonly items: readonly ItemJson[];
  /** Both when there may be more. */
  readonly nextToken?: string;
  readonly lastKey?: ItemJson;
  readonly capacity: CapacityUse;
}

export type StatementOutcome =
  | { readonly kind: 'done'; readonly table: string; readonly item?: ItemJson }
  /** InvalidInput or Refused; `table` when the statement was run. */
  | { readonly kind: 'failed'; readonly error: Error; readonly table?: string };

export interface BatchStatementResult {
  /** In the order of the request. */
  readonly outcomes: readonly StatementOutcome[];
  /** Of the statements that succeeded, one for each table. */
  readonly capacity: readonly CapacityUse[];
}

export type StatementTransactionResult =
  | (TransactGetResult & { readonly kind: 'read' })
  | (TransactWriteResult & { readonly kind: 'written' });

export type Select =
  | 'ALL_ATTRIBUTES'
  | 'ALL_PROJECTED_ATTRIBUTES'
  | 'SPECIFIC_ATTRIBUTES'
  | 'COUNT';

interface PageRequest extends Projecting {
  readonly table: string;
  readonly index?: string;
  readonly consistent: boolean;
  readonly select?: Select;
  readonly filter?: string;
  /** The older form of `filter`; never both. */
  readonly attributeFilter?: AttributeFilter;
  /** Most items to evaluate (not to return). */
  readonly limit?: number;
  readonly startKey?: unknown;
}

export interface QueryRequest extends PageRequest {
  readonly keyCondition?: string;
  /** The older form of `keyCondition`; never both. */
  readonly keyConditions?: readonly AttributeCondition[];
  readonly forward: boolean;
}

export interface ScanRequest extends PageRequest {
  readonly segment?: { readonly index: number; readonly total: number };
}

export interface PageResult {
  /** Empty when only the count was asked for. */
  readonly items: readonly ItemJson[];
  readonly count: number;
  readonly scannedCount: number;
  readonly lastKey?: ItemJson;
  readonly capacity: CapacityUse;
}

export interface Database extends Backups, TableProperties, ShardOperations {
  createTable(scope: Scope, table: NewTable): Promise<TableView>;
  describeTable(scope: Scope, name: string): Promise<TableView>;
  /** Names in order, after `after`; `more` when there are further ones. */
  listTables(
    scope: Scope,
    page: { readonly after?: string; readonly limit: number },
  ): Promise<{ readonly names: readonly string[]; readonly more: boolean }>;
  updateTable(scope: Scope, name: string, change: TableChange): Promise<TableView>;
  deleteTable(scope: Scope, name: string): Promise<TableView>;
  /** A restored table is CREATING until all its items are there, which the background sees to. */
  restoreFromBackup(scope: Scope, request: RestoreFromBackup): Promise<TableView>;
  restoreToTime(scope: Scope, request: RestoreToTime): Promise<TableView>;

  put(scope: Scope, request: PutRequest): Promise<WriteResult>;
  update(scope: Scope, request: UpdateRequest): Promise<WriteResult>;
  delete(scope: Scope, request: DeleteRequest): Promise<WriteResult>;
  get(scope: Scope, request: GetRequest): Promise<GetResult>;
  /** Of the item collection that an item or key belongs to; undefined without local indexes. */
  collectionSize(
    scope: Scope,
    of: { readonly table: string; readonly raw: unknown },
  ): Promise<CollectionSize | undefined>;
  batchGet(scope: Scope, request: BatchGetRequest): Promise<BatchGetResult>;
  batchWrite(scope: Scope, request: BatchWriteRequest): Promise<BatchWriteResult>;
  /** All actions or none, as if nothing else happened meanwhile. */
  transactWrite(scope: Scope, request: TransactWriteRequest): Promise<TransactWriteResult>;
  /** All items as they were at one moment. */
  transactGet(scope: Scope, request: TransactGetRequest): Promise<TransactGetResult>;
  executeStatement(scope: Scope, request: StatementRequest): Promise<StatementResult>;
  batchExecuteStatement(
    scope: Scope,
    request: BatchStatementRequest,
  ): Promise<BatchStatementResult>;
  executeTransaction(
    scope: Scope,
    request: StatementTransactionRequest,
  ): Promise<StatementTransactionResult>;
  query(scope: Scope, request: QueryRequest): Promise<PageResult>;
  scan(scope: Scope, request: ScanRequest): Promise<PageResult>;
}
