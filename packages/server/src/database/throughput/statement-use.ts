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

/** Of several statements, which all read or all write; wrong ones are left to whoever runs them. */
export function statementsUse(statements: readonly { readonly statement: string }[]): {
  readonly tables: readonly string[];
  readonly kind: ThroughputKind;
} {
  const uses = statements.flatMap(({ statement }) => {
    try {
      return [statementUse(statement)];
    } catch (error) {
      if (error instanceof InvalidInput) return [];
      throw error;
    }
  });
  return {
    tables: [...new Set(uses.map(({ table }) => table))],
    kind: uses.every(({ kind }) => kind === 'read') ? 'read' : 'write',
  };
}
