// `IS` and the names of types that may stand behind it.

import type { ConditionTree, OperandTree } from '../expressions/expression-tree.ts';
import type { AttributeType } from '../model/attribute-value.ts';
import type { StatementReader } from './statement-reader.ts';

// NULL, MISSING, BOOL and STRING as observed on AWS; the others are PartiQL's names for what is left.
const TYPES: Readonly<Record<string, readonly AttributeType[]>> = {
  NULL: ['NULL'],
  BOOL: ['BOOL'],
  BOOLEAN: ['BOOL'],
  STRING: ['S'],
  INT: ['N'],
  INTEGER: ['N'],
  DECIMAL: ['N'],
  NUMERIC: ['N'],
  FLOAT: ['N'],
  BLOB: ['B'],
  LIST: ['L'],
  STRUCT: ['M'],
  TUPLE: ['M'],
  BAG: ['SS', 'NS', 'BS'],
};

/** That an operand has the type of this name; undefined when there is no such type. */
export function typeCheck(
  reader: StatementReader,
  operand: OperandTree,
  name: string,
): ConditionTree | undefined {
  if (name === 'MISSING')
    return { kind: 'call', name: 'attribute_not_exists', operands: [operand] };
  const types = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
  const conditions = types?.map((type) => ({
    kind: 'call' as const,
    name: 'attribute_type',
    operands: [operand, reader.literal({ S: type })],
  }));
  const [only] = conditions ?? [];
  if (conditions === undefined || conditions.length === 1) return only;
  return { kind: 'or', conditions };
}
