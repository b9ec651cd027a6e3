// What the parser makes of a statement. Conditions and updates are trees of the expressions language, in
// which every value is a placeholder: `?1` for the first parameter, `=1` for the first literal.

import type { ActionTree, ConditionTree, ValueTree } from '../expressions/expression-tree.ts';
import type { Column } from '../expressions/projection.ts';
import type { AttributeValue } from '../model/attribute-value.ts';

export interface OrderTerm {
  readonly attribute: string;
  readonly descending: boolean;
}

export interface SelectStatement {
  readonly kind: 'select';
  readonly table: string;
  readonly index?: string;
  /** Absent for `*`. */
  readonly columns?: readonly Column[];
  readonly where?: ConditionTree;
  readonly orderBy: readonly OrderTerm[];
}

export interface InsertStatement {
  readonly kind: 'insert';
  readonly table: string;
  /** Of several values for one attribute the last one counts. */
  readonly attributes: readonly { readonly name: string; readonly value: ValueTree }[];
}

export interface Returning {
  readonly scope: 'ALL' | 'MODIFIED';
  readonly age: 'OLD' | 'NEW';
}

export interface UpdateStatement {
  readonly kind: 'update';
  readonly table: string;
  readonly actions: readonly ActionTree[];
  readonly where?: ConditionTree;
  readonly returning?: Returning;
}

export interface DeleteStatement {
  readonly kind: 'delete';
  readonly table: string;
  readonly where?: ConditionTree;
  /** Only ALL OLD. */
  readonly returning?: Returning;
}

/** A condition on an item that a transaction checks. */
export interface ExistsStatement {
  readonly kind: 'exists';
  readonly select: SelectStatement;
}

export type Statement =
  | SelectStatement
  | InsertStatement
  | UpdateStatement
  | DeleteStatement
  | ExistsStatement;

export interface ParsedStatement {
  readonly statement: Statement;
  /** The values that the statement writes, by placeholder; canonical. */
  readonly literals: ReadonlyMap<string, AttributeValue>;
  /** How many parameters it asks for. */
  readonly parameters: number;
}
