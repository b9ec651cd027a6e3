import type { ConditionNode, Operand } from '../expressions/condition-node.ts';

/** The names of the attributes that a condition looks at, in the order in which it does. */
export function conditionAttributes(node: ConditionNode | undefined): ReadonlySet<string> {
  const names = new Set<string>();
  if (node !== undefined) addAttributes(node, names);
  return names;
}

function addAttributes(node: ConditionNode, names: Set<string>): void {
  switch (node.kind) {
    case 'and':
    case 'or':
      for (const condition of node.conditions) addAttributes(condition, names);
      return;
    case 'not':
      addAttributes(node.condition, names);
      return;
    case 'attribute_exists':
    case 'attribute_not_exists':
      names.add(String(node.path[0]));
      return;
    case 'comparison':
      addOperands([node.left, node.right], names);
      return;
    case 'between':
      addOperands([node.operand, node.lower, node.upper], names);
      return;
    case 'in':
      addOperands([node.operand, ...node.candidates], names);
      return;
    case 'attribute_type':
      addOperands([node.operand], names);
      return;
    case 'begins_with':
      addOperands([node.operand, node.prefix], names);
      return;
    case 'contains':
      addOperands([node.operand, node.searched], names);
  }
}

function addOperands(operands: readonly Operand[], names: Set<string>): void {
  for (const operand of operands) {
    if (operand.kind === 'path') names.add(String(operand.path[0]));
    if (operand.kind === 'size') addOperands([operand.operand], names);
  }
}
