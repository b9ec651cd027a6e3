// What the parsers make of an expression: its structure, with the placeholders still in it, so that one
// tree serves every request that has the same text.

/** An element of a document path: an attribute name as written, a `#name` placeholder, or an index. */
export type PathElement = string | number;

export interface PathTree {
  readonly kind: 'path';
  readonly elements: readonly PathElement[];
  readonly hasPlaceholders: boolean;
}

export interface ValueTree {
  readonly kind: 'value';
  /** With its colon. */
  readonly placeholder: string;
}

/** A function with its operands; both may turn out to be wrong when the tree is checked and bound. */
export interface CallTree {
  readonly kind: 'call';
  readonly name: string;
  readonly operands: readonly OperandTree[];
}

export type OperandTree = PathTree | ValueTree | CallTree;

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export interface ComparisonTree {
  readonly kind: 'comparison';
  readonly operator: Comparator;
  readonly left: OperandTree;
  readonly right: OperandTree;
}

export interface BetweenTree {
  readonly kind: 'between';
  readonly operand: OperandTree;
  readonly lower: OperandTree;
  readonly upper: OperandTree;
}

export interface InTree {
  readonly kind: 'in';
  readonly operand: OperandTree;
  readonly candidates: readonly OperandTree[];
}

/** A condition that holds no other condition. */
export type LeafTree = ComparisonTree | BetweenTree | InTree | CallTree;

export type ConditionTree =
  | LeafTree
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly ConditionTree[] }
  | { readonly kind: 'not'; readonly condition: ConditionTree };

export interface ArithmeticTree {
  readonly kind: 'arithmetic';
  readonly operator: '+' | '-';
  readonly left: OperandTree;
  readonly right: OperandTree;
}

export type SetValueTree = OperandTree | ArithmeticTree;

export type ActionTree =
  | { readonly kind: 'set'; readonly path: PathTree; readonly value: SetValueTree }
  | { readonly kind: 'remove'; readonly path: PathTree }
  | { readonly kind: 'add' | 'delete'; readonly path: PathTree; readonly value: ValueTree };

/** The operands directly under a condition, a function or an arithmetic, as written. */
export function operandsOf(tree: LeafTree | ArithmeticTree): readonly OperandTree[] {
  switch (tree.kind) {
    case 'comparison':
    case 'arithmetic':
      return [tree.left, tree.right];
    case 'between':
      return [tree.operand, tree.lower, tree.upper];
    case 'in':
      return [tree.operand, ...tree.candidates];
    case 'call':
      return tree.operands;
  }
}
