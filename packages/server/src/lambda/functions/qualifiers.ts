// Which version a qualifier means.

import type { Runtime } from '../../base/runtime.ts';
import { findAlias } from './aliases.ts';
import type { FunctionVersion } from './function.ts';
import { type FunctionCatalog, notFound } from './function-catalog.ts';
import type { FunctionReference } from './function-reference.ts';
import { type Alias, type FunctionRecord, LATEST } from './function-record.ts';

/** The version that a function's name, version or alias stands for; of an alias its main one. */
export async function versionOf(
  catalog: FunctionCatalog,
  reference: FunctionReference,
): Promise<{ readonly record: FunctionRecord; readonly version: FunctionVersion }> {
  const record = await recordOf(catalog, reference);
  const { qualifier = LATEST } = reference;
  const alias = findAlias(record, qualifier);
  return {
    record,
    version: await loaded(catalog, record, { version: alias?.version ?? qualifier, reference }),
  };
}

/** The same for one invocation: an alias of two versions gives either, by its weights. */
export async function invokedVersionOf(
  { catalog, runtime }: { readonly catalog: FunctionCatalog; readonly runtime: Runtime },
  reference: FunctionReference,
): Promise<{ readonly record: FunctionRecord; readonly version: FunctionVersion }> {
  const record = await recordOf(catalog, reference);
  const { qualifier = LATEST } = reference;
  const alias = findAlias(record, qualifier);
  const version = alias === undefined ? qualifier : drawnVersion(alias, runtime);
  return { record, version: await loaded(catalog, record, { version, reference }) };
}

/** Whether there is such a version or alias. */
export function hasQualifier(record: FunctionRecord, qualifier: string): boolean {
  return (
    qualifier === LATEST ||
    record.versions.some((number) => String(number) === qualifier) ||
    findAlias(record, qualifier) !== undefined
  );
}

async function recordOf(
  catalog: FunctionCatalog,
  reference: FunctionReference,
): Promise<FunctionRecord> {
  const record = await catalog.find(reference);
  if (record === undefined) throw notFound(reference, reference.qualifier);
  return record;
}

async function loaded(
  catalog: FunctionCatalog,
  record: FunctionRecord,
  asked: { readonly version: string; readonly reference: FunctionReference },
): Promise<FunctionVersion> {
  const { version, reference } = asked;
  if (version === LATEST) return record.latest;
  const found = await catalog.findVersion(reference, version);
  if (found === undefined) throw notFound(reference, reference.qualifier);
  return found;
}

function drawnVersion({ version, additional }: Alias, runtime: Runtime): string {
  if (additional === undefined) return version;
  const [high = 0, middle = 0, low = 0] = runtime.randomBytes(3);
  const drawn = ((high << 16) | (middle << 8) | low) / 2 ** 24;
  return drawn < additional.weight ? additional.version : version;
}
