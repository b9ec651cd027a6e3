// The user's mistake, found while reading a request. `write/` turns it into a refusal value and `api/`
// into AWS's ValidationException; nothing in between needs to catch it.

/**
 * Which group of AWS messages a text belongs to. On PutItem, UpdateItem and DeleteItem AWS prefixes
 * the `expression` and `value` families with `1 validation error detected: ` (since mid 2026); `rule`
 * texts stand bare everywhere. Only `api/` applies the prefix.
 */
export type MessageFamily = 'expression' | 'value' | 'rule';

export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
  readonly family: MessageFamily;

  constructor(family: MessageFamily, message: string) {
    super(message);
    this.family = family;
  }
}
