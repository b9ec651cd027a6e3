// Which throughput a PartiQL statement uses, as its text says.

import { InvalidInput } from '../../model/invalid-input.ts';
import { parseStatement } from '../../partiql/parse-statement.ts';
import type { ThroughputKind } from './throughput-gate.ts';

export interface StatementUse {
  readonly table: string;
  readonly index?: string | undefined;
  readonly kind: ThroughputKind;
}

/** @throws InvalidInput as running the statement would. */
export function statementUse(text: string): StatementUse {
  const { statement } = parseStatement(text);
  switch (statement.kind) {
    case 'select':
      return { table: statement.table, index: statement.index, kind: 'read' };
    case 'exists':
      return { table: statement.select.table, kind: 'write' };
    case 'insert':
    case 'update':
    case 'delete':
      return { table: statement.table, kind: 'write' };
  }
}

/**
 * Of several statements, which all read or all write, one part each; wrong ones have no table and are
 * left to whoever runs them.
 */
export function statementsUse(statements: readonly { readonly statement: string }[]): {
  readonly parts: readonly { readonly table?: string }[];
  readonly kind: ThroughputKind;
} {
  const parts = statements.map(({ statement }): Partial<StatementUse> => {
    try {
      return statementUse(statement);
    } catch (error) {
      if (error instanceof InvalidInput) return {};
      throw error;
    }
  });
  return { parts, kind: parts.some(({ kind }) => kind === 'write') ? 'write' : 'read' };
}
