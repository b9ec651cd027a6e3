// A parsed statement + the parameters of a request -> what is to be done, in the terms in which the other
// operations say it.

import { bindConditionNode } from '../expressions/bind-condition.ts';
import type { ConditionNode } from '../expressions/condition-node.ts';
import type { ActionTree, ConditionTree } from '../expressions/expression-tree.ts';
import { partsOf } from '../expressions/parse-update.ts';
import { Placeholders } from '../expressions/placeholders.ts';
import { columnProjection, type Projection } from '../expressions/projection.ts';
import { bindUpdateTree, type Update } from '../expressions/update.ts';
import { type AttributeValue, type Item, setAttribute, typeOf } from '../model/attribute-value.ts';
import { canonicalItem } from '../model/decode-item.ts';
import type {
  InsertStatement,
  OrderTerm,
  ParsedStatement,
  Returning,
  SelectStatement,
} from './statement.ts';
import { inWordsOfStatements, refused } from './statement-error.ts';

export interface BoundSelect {
  readonly kind: 'select';
  readonly table: string;
  readonly index?: string;
  readonly where: ConditionNode | undefined;
  /** Undefined for `*`. */
  readonly projection: Projection | undefined;
  readonly orderBy: readonly OrderTerm[];
}

export interface BoundInsert {
  readonly kind: 'insert';
  readonly table: string;
  readonly item: Item;
}

export interface BoundUpdate {
  readonly kind: 'update';
  readonly table: string;
  readonly update: Update;
  readonly where: ConditionNode | undefined;
  readonly returning: Returning | undefined;
}

export interface BoundDelete {
  readonly kind: 'delete';
  readonly table: string;
  readonly where: ConditionNode | undefined;
  readonly returning: Returning | undefined;
}

export interface BoundExists {
  readonly kind: 'exists';
  readonly table: string;
  readonly index?: string;
  readonly where: ConditionNode | undefined;
}

export type BoundWrite = BoundInsert | BoundUpdate | BoundDelete;
export type BoundStatement = BoundSelect | BoundWrite | BoundExists;

/**
 * `parameters` are canonical. More of them than the statement asks for are no mistake (recorded on
 * DynamoDB local).
 *
 * Throws InvalidInput with AWS's text.
 */
export function bindStatement(
  { statement, literals, parameters: asked }: ParsedStatement,
  parameters: readonly AttributeValue[],
): BoundStatement {
  if (parameters.length < asked) {
    throw refused("Number of parameters in request and statement don't match.");
  }
  const values = asked === 0 ? literals : withParameters(literals, parameters);
  const placeholders = new Placeholders(undefined, values);
  return inWordsOfStatements(() => {
    switch (statement.kind) {
      case 'select':
        return bindSelect(statement, placeholders);
      case 'exists':
        return { ...bindSelect(statement.select, placeholders), kind: 'exists' };
      case 'insert':
        return bindInsert(statement, placeholders);
      case 'update': {
        const { table, actions, where, returning } = statement;
        const update = bindActions(actions, placeholders);
        return { kind: 'update', table, update, where: bindWhere(where, placeholders), returning };
      }
      case 'delete': {
        const { table, where, returning } = statement;
        return { kind: 'delete', table, where: bindWhere(where, placeholders), returning };
      }
    }
  });
}

function withParameters(
  literals: ReadonlyMap<string, AttributeValue>,
  parameters: readonly AttributeValue[],
): ReadonlyMap<string, AttributeValue> {
  const values = new Map(literals);
  for (const [index, value] of parameters.entries()) values.set(`?${index + 1}`, value);
  return values;
}

function bindSelect(statement: SelectStatement, placeholders: Placeholders): BoundSelect {
  const { table, index, columns, where, orderBy } = statement;
  return {
    kind: 'select',
    table,
    ...(index === undefined ? {} : { index }),
    where: bindWhere(where, placeholders),
    projection: columns === undefined ? undefined : columnProjection(columns),
    orderBy,
  };
}

function bindInsert(
  { table, attributes }: InsertStatement,
  placeholders: Placeholders,
): BoundInsert {
  const item: Record<string, AttributeValue> = {};
  for (const { name, value } of attributes) {
    setAttribute(item, name, placeholders.value('UpdateExpression', value.placeholder));
  }
  return { kind: 'insert', table, item: canonicalItem(item) };
}

function bindActions(actions: readonly ActionTree[], placeholders: Placeholders): Update {
  for (const action of actions) {
    if (action.kind !== 'add' && action.kind !== 'delete') continue;
    const type = typeOf(placeholders.value('UpdateExpression', action.value.placeholder));
    if (type === 'SS' || type === 'NS' || type === 'BS') continue;
    const name = action.kind === 'add' ? 'SET_ADD' : 'SET_DELETE';
    throw refused(`The second argument to ${name} must be a value with type SET`);
  }
  const { paths, values } = partsOf(actions);
  return bindUpdateTree({ actions, paths, values }, placeholders);
}

function bindWhere(
  where: ConditionTree | undefined,
  placeholders: Placeholders,
): ConditionNode | undefined {
  if (where === undefined) return undefined;
  return bindConditionNode(where, { kind: 'ConditionExpression', placeholders, paths: [] });
}
