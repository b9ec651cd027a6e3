// What an update does at the end of each of its paths, bound to the placeholders of a request.

import type { AttributeValue } from '../model/attribute-value.ts';
import type { Path } from './path.ts';

export type UpdateOperand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'literal'; readonly value: AttributeValue }
  | { readonly kind: 'if_not_exists'; readonly path: Path; readonly otherwise: UpdateOperand }
  | { readonly kind: 'list_append'; readonly first: UpdateOperand; readonly second: UpdateOperand };

export type SetValue =
  | UpdateOperand
  | {
      readonly kind: 'arithmetic';
      readonly operator: '+' | '-';
      readonly left: UpdateOperand;
      readonly right: UpdateOperand;
    };

export type UpdateAction =
  | { readonly kind: 'set'; readonly value: SetValue }
  | { readonly kind: 'remove' }
  /** `operand` is a number or a set for `add`, a set for `delete`. */
  | { readonly kind: 'add' | 'delete'; readonly operand: AttributeValue }
  /** Those of AttributeUpdates; `operand` may also be a list for `add-to-attribute`. */
  | {
      readonly kind: 'add-to-attribute' | 'delete-from-attribute';
      readonly operand: AttributeValue;
    };
