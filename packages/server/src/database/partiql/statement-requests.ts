// What the database is asked with PartiQL statements (database.ts).

/** A PartiQL statement. */
export interface StatementText {
  readonly statement: string;
  /** Wire attribute values, unchecked. */
  readonly parameters?: readonly unknown[];
}

interface WriteOptions {
  /** ReturnValuesOnConditionCheckFailure: ALL_OLD. */
  readonly returnOldOnFailure?: boolean;
}

interface ReadOptions {
  readonly consistent: boolean;
}

export interface StatementRequest extends StatementText, WriteOptions, ReadOptions {
  /** Most items to evaluate (not to return). */
  readonly limit?: number;
  readonly nextToken?: string;
}

export interface BatchStatementRequest {
  /** All read or all write, no two the same item. */
  readonly statements: readonly (StatementText & WriteOptions & ReadOptions)[];
}

export interface StatementTransactionRequest {
  /** All read or all write, no two the same item. */
  readonly statements: readonly (StatementText & WriteOptions)[];
  /** ClientRequestToken, as of TransactWriteItems; the tokens of the two have nothing to do with each other. */
  readonly token?: string;
}
