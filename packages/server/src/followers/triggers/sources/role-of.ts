// The role that a mapping's function runs in, which records of Kinesis name.

import type { FunctionCatalog } from '../../../lambda/functions/function-catalog.ts';
import { resolveReference } from '../../../lambda/functions/function-reference.ts';
import { FunctionRefused } from '../../../lambda/functions/function-refusal.ts';
import { versionOf } from '../../../lambda/functions/qualifiers.ts';
import type { EventSourceMapping } from '../../../lambda/mappings/event-source-mapping.ts';

/** While there is no such function, nobody gets the records; then it is the account itself. */
export async function roleOf(
  catalog: FunctionCatalog,
  mapping: EventSourceMapping,
): Promise<string> {
  try {
    const reference = resolveReference(mapping, mapping.settings.functionArn);
    return (await versionOf(catalog, reference)).version.role;
  } catch (error) {
    if (error instanceof FunctionRefused) return `arn:aws:iam::${mapping.account}:root`;
    throw error;
  }
}
