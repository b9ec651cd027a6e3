// What the database offers to the wire: tables, items and pages, in our own words. `open-database.ts`
// builds it on a store. Names, types and ranges of members were checked by the caller; expressions,
// attribute values and keys are checked here, because their rules need the table.
//
// Every method rejects with InvalidInput (the request breaks a rule), Refused (a rule of the data said
// no) or StoreUnavailable.

import type { IndexProjection, Scope, TableDefinition, Throughput } from '../model/table.ts';
import type { StreamViewType } from '../model/stream-view-type.ts';

/** An item as UTF-8 DynamoDB JSON, ready to be copied into a response. */
export type ItemJson = Uint8Array;

export type TableStatus = 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING';

export interface TableView {
  readonly definition: TableDefinition;
  readonly status: TableStatus;
  readonly itemCount: number;
  readonly sizeBytes: number;
  /** In the order of `definition.indexes`. */
  readonly indexes: readonly { readonly itemCount: number; readonly sizeBytes: number }[];
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
  readonly tags?: { readonly [key: string]: string };
}

export interface TableChange {
  readonly billing?: 'PAY_PER_REQUEST' | 'PROVISIONED';
  readonly throughput?: Throughput;
  readonly stream?: { readonly enabled: boolean; readonly viewType?: StreamViewType };
  readonly tableClass?: string;
  readonly deletionProtection?: boolean;
  /** Of attributes that a new index needs and the table has not yet. */
  readonly attributes?: NewTable['attributes'];
  readonly indexChanges?: readonly IndexUpdate[];
}

export type IndexUpdate =
  | { readonly kind: 'create'; readonly index: NewIndex }
  | { readonly kind: 'throughput'; readonly name: string; readonly throughput: Throughput }
  | { readonly kind: 'delete'; readonly name: string };

/** Expression texts and their placeholders, as sent. `values` are wire attribute values, unchecked. */
export interface Placed {
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

export interface Conditional extends Placed {
  readonly condition?: string;
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

export interface GetRequest extends Placed {
  readonly table: string;
  readonly key: unknown;
  readonly consistent: boolean;
  readonly projection?: string;
}

export interface GetResult {
  readonly item?: ItemJson;
  readonly capacity: CapacityUse;
}

export interface BatchGetRequest {
  readonly tables: readonly (Placed & {
    readonly table: string;
    readonly keys: readonly unknown[];
    readonly consistent: boolean;
    readonly projection?: string;
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
  readonly capacity: readonly CapacityUse[];
}

export type Select =
  | 'ALL_ATTRIBUTES'
  | 'ALL_PROJECTED_ATTRIBUTES'
  | 'SPECIFIC_ATTRIBUTES'
  | 'COUNT';

interface PageRequest extends Placed {
  readonly table: string;
  readonly index?: string;
  readonly consistent: boolean;
  readonly select?: Select;
  readonly filter?: string;
  readonly projection?: string;
  /** Most items to evaluate (not to return). */
  readonly limit?: number;
  readonly startKey?: unknown;
}

export interface QueryRequest extends PageRequest {
  readonly keyCondition?: string;
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

export interface Database {
  createTable(scope: Scope, table: NewTable): Promise<TableView>;
  describeTable(scope: Scope, name: string): Promise<TableView>;
  /** Names in order, after `after`; `more` when there are further ones. */
  listTables(
    scope: Scope,
    page: { readonly after?: string; readonly limit: number },
  ): Promise<{ readonly names: readonly string[]; readonly more: boolean }>;
  updateTable(scope: Scope, name: string, change: TableChange): Promise<TableView>;
  deleteTable(scope: Scope, name: string): Promise<TableView>;

  put(scope: Scope, request: PutRequest): Promise<WriteResult>;
  update(scope: Scope, request: UpdateRequest): Promise<WriteResult>;
  delete(scope: Scope, request: DeleteRequest): Promise<WriteResult>;
  get(scope: Scope, request: GetRequest): Promise<GetResult>;
  batchGet(scope: Scope, request: BatchGetRequest): Promise<BatchGetResult>;
  batchWrite(scope: Scope, request: BatchWriteRequest): Promise<BatchWriteResult>;
  query(scope: Scope, request: QueryRequest): Promise<PageResult>;
  scan(scope: Scope, request: ScanRequest): Promise<PageResult>;
}
