import type { Item } from '../../model/attribute-value.ts';
import { canonicalItem } from '../../model/decode-item.ts';
import { InvalidInput } from '../../model/invalid-input.ts';

/**
 * Refuses a batch that names one item of a table twice.
 *
 * @throws InvalidInput
 */
export function refuseDuplicates(keys: readonly Item[]): void {
  const distinct = new Set(keys.map((key) => JSON.stringify(canonicalItem(key))));
  if (distinct.size < keys.length) {
    throw new InvalidInput('rule', 'Provided list of item keys contains duplicates');
  }
}
