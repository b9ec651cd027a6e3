// The part of the grammar that conditions and the right sides of SET share: operands, functions,
// parentheses, and the operators between them.
//
//   condition := and ( OR and )*        and := not ( AND not )*        not := NOT not | primary
//   primary   := operand comparator operand | operand BETWEEN operand AND operand
//              | operand IN '(' operand, ... ')' | function | '(' condition ')'
//   sum       := operand | operand ( '+' | '-' ) operand | '(' sum ')'
//   operand   := path | value | function | '(' operand ')'
//   function  := word '(' operand, ... ')'
//
// What a parenthesis holds is known only behind it: `(a) = b` and `(a = b)` begin alike. So the parser
// shifts and reduces on a stack of its own, which also keeps 4 KB of parentheses off the call stack.

import { assert } from '../base/assert.ts';
import type {
  ArithmeticTree,
  Comparator,
  ConditionTree,
  OperandTree,
  SetValueTree,
} from './expression-tree.ts';
import { parsePath } from './parse-path.ts';
import type { TokenReader } from './token-reader.ts';

/** What parsing has noticed that is an error only if the syntax is right. */
export interface Findings {
  /** Comparators, BETWEEN, IN, AND, OR, NOT, + and -; not functions or parentheses. */
  operators: number;
  redundantParentheses: boolean;
}

type Tree = ConditionTree | OperandTree | ArithmeticTree;

/** What may stand at a place: conditions with operands in them, operands with a sum, bare operands. */
type Scope = 'condition' | 'sum' | 'operand';

interface Term {
  readonly tree: Tree;
  readonly inParentheses: boolean;
}

/** A construct that has begun and waits for its next term. */
type Open =
  | { readonly kind: 'parenthesis'; readonly scope: Scope }
  | { readonly kind: 'call'; readonly name: string; readonly operands: OperandTree[] }
  | { readonly kind: 'not' }
  | { readonly kind: 'and' | 'or'; readonly conditions: ConditionTree[] }
  | { readonly kind: 'comparison'; readonly operator: Comparator; readonly left: OperandTree }
  | { readonly kind: 'arithmetic'; readonly operator: '+' | '-'; readonly left: OperandTree }
  | { readonly kind: 'between'; readonly operand: OperandTree; lower?: OperandTree }
  | { readonly kind: 'in'; readonly operand: OperandTree; readonly candidates: OperandTree[] };

const COMPARATORS: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);

export const CONDITION_KEYWORDS: ReadonlySet<string> = new Set([
  'AND',
  'OR',
  'NOT',
  'BETWEEN',
  'IN',
]);

/** Reads a condition; what follows it is left to the caller. Throws InvalidInput `expression`. */
export function parseConditionTerm(reader: TokenReader, findings: Findings): ConditionTree {
  const tree = new TermParser(reader, findings, 'condition').parse();
  assert(isCondition(tree), 'the condition scope ends in a condition');
  return tree;
}

/** Reads the right side of a SET action. Throws InvalidInput `expression`. */
export function parseSetValue(reader: TokenReader, findings: Findings): SetValueTree {
  const tree = new TermParser(reader, findings, 'sum').parse();
  assert(isOperand(tree) || tree.kind === 'arithmetic', 'the sum scope holds no conditions');
  return tree;
}

class TermParser {
  readonly #reader: TokenReader;
  readonly #findings: Findings;
  readonly #scope: Scope;
  readonly #open: Open[] = [];

  constructor(reader: TokenReader, findings: Findings, scope: Scope) {
    this.#reader = reader;
    this.#findings = findings;
    this.#scope = scope;
  }

  parse(): Tree {
    let term = this.#start();
    for (;;) {
      const step = this.#extend(term);
      if (step === 'done') return term.tree;
      term = step === 'expects-term' ? this.#start() : step;
    }
  }

  /** Opens whatever begins here, up to the first path or value. */
  #start(): Term {
    const reader = this.#reader;
    for (;;) {
      const token = reader.peek();
      const scope = this.#currentScope();
      if (token.symbol === 'NOT' && scope === 'condition') {
        reader.next();
        this.#findings.operators += 1;
        this.#open.push({ kind: 'not' });
      } else if (token.symbol === '(') {
        reader.next();
        this.#open.push({ kind: 'parenthesis', scope });
      } else if (token.kind === 'word' && reader.peek(1).symbol === '(') {
        reader.next();
        reader.next();
        this.#open.push({ kind: 'call', name: token.text, operands: [] });
      } else if (token.kind === 'value') {
        reader.next();
        return bare({ kind: 'value', placeholder: token.text });
      } else {
        return bare(parsePath(reader));
      }
    }
  }

  #currentScope(): Scope {
    const open = this.#open.at(-1);
    if (open === undefined) return this.#scope;
    switch (open.kind) {
      case 'parenthesis':
        return open.scope;
      case 'not':
      case 'and':
      case 'or':
        return 'condition';
      case 'call':
      case 'comparison':
      case 'arithmetic':
      case 'between':
      case 'in':
        return 'operand';
    }
  }

  /** Makes the term part of what is open, or of an operator that follows it. */
  #extend(term: Term): Term | 'expects-term' | 'done' {
    const open = this.#open.at(-1);
    switch (open?.kind) {
      case 'comparison':
      case 'arithmetic':
        this.#open.pop();
        return bare({ ...open, right: operandOf(term) });
      case 'between':
        return this.#extendBetween(open, operandOf(term));
      case 'in':
        open.candidates.push(operandOf(term));
        return this.#extendList(open);
      case 'call':
        open.operands.push(operandOf(term));
        return this.#extendList(open);
      case 'parenthesis':
      case 'not':
      case 'and':
      case 'or':
      case undefined:
        return this.#startOperator(term) ?? this.#close(term, open);
    }
  }

  #extendBetween(
    open: Extract<Open, { kind: 'between' }>,
    operand: OperandTree,
  ): Term | 'expects-term' {
    if (open.lower === undefined) {
      this.#reader.expect('AND');
      open.lower = operand;
      return 'expects-term';
    }
    this.#open.pop();
    return bare({ kind: 'between', operand: open.operand, lower: open.lower, upper: operand });
  }

  #extendList(tree: Tree): Term | 'expects-term' {
    if (this.#reader.take(',')) return 'expects-term';
    this.#reader.expect(')');
    this.#open.pop();
    return bare(tree);
  }

  /** Undefined when the term is not the left side of a comparator, BETWEEN, IN, + or -. */
  #startOperator({ tree }: Term): 'expects-term' | undefined {
    if (!isOperand(tree)) return undefined;
    const scope = this.#currentScope();
    const { symbol } = this.#reader.peek();
    if (scope === 'condition' && COMPARATORS.has(symbol)) {
      return this.#openOperator({
        kind: 'comparison',
        operator: symbol as Comparator,
        left: tree,
      });
    }
    if (scope === 'condition' && symbol === 'BETWEEN') {
      return this.#openOperator({ kind: 'between', operand: tree });
    }
    if (scope === 'condition' && symbol === 'IN') {
      const step = this.#openOperator({ kind: 'in', operand: tree, candidates: [] });
      this.#reader.expect('(');
      return step;
    }
    if (scope === 'sum' && (symbol === '+' || symbol === '-')) {
      return this.#openOperator({ kind: 'arithmetic', operator: symbol, left: tree });
    }
    return undefined;
  }

  #openOperator(open: Open): 'expects-term' {
    this.#reader.next();
    this.#findings.operators += 1;
    this.#open.push(open);
    return 'expects-term';
  }

  /** The term is as long as it gets; joins it to its neighbours, or ends what encloses it. */
  #close(term: Term, open: Open | undefined): Term | 'expects-term' | 'done' {
    const { tree } = term;
    if (this.#currentScope() === 'condition' && isCondition(tree)) {
      const joined = this.#join(tree, open);
      if (joined !== undefined) return joined;
    }
    if (open?.kind === 'parenthesis') {
      this.#reader.expect(')');
      this.#open.pop();
      if (term.inParentheses) this.#findings.redundantParentheses = true;
      return { tree, inParentheses: true };
    }
    if (open !== undefined || (this.#scope === 'condition' && !isCondition(tree))) {
      throw this.#reader.syntaxError();
    }
    return 'done';
  }

  /** NOT binds tighter than AND, and AND tighter than OR. Undefined when nothing joins here. */
  #join(condition: ConditionTree, open: Open | undefined): Term | 'expects-term' | undefined {
    if (open?.kind === 'not') {
      this.#open.pop();
      return bare({ kind: 'not', condition });
    }
    for (const kind of ['and', 'or'] as const) {
      const follows = this.#reader.take(kind.toUpperCase());
      if (follows) this.#findings.operators += 1;
      if (open?.kind === kind) {
        open.conditions.push(condition);
        if (follows) return 'expects-term';
        this.#open.pop();
        return bare({ kind, conditions: open.conditions });
      }
      if (follows) {
        this.#open.push({ kind, conditions: [condition] });
        return 'expects-term';
      }
    }
    return undefined;
  }
}

function bare(tree: Tree): Term {
  return { tree, inParentheses: false };
}

function operandOf({ tree }: Term): OperandTree {
  assert(isOperand(tree), 'the operand scope holds operands only');
  return tree;
}

/** A function is both until it is checked: which ones may stand where is no matter of syntax. */
function isOperand(tree: Tree): tree is OperandTree {
  return tree.kind === 'path' || tree.kind === 'value' || tree.kind === 'call';
}

function isCondition(tree: Tree): tree is ConditionTree {
  return tree.kind !== 'path' && tree.kind !== 'value' && tree.kind !== 'arithmetic';
}
