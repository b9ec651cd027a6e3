// What the functions of an account take in a region, against an account's initial quotas.

import type { FunctionCatalog } from '../../../lambda/functions/function-catalog.ts';
import type { Scope } from '../../../model/table.ts';

/** Lambda quotas: concurrent executions. */
export const ACCOUNT_CONCURRENCY = 1000;

export interface AccountUsage {
  readonly functions: number;
  /** Bytes of the archives of all versions. */
  readonly codeBytes: number;
  /** The sum of the functions' reserved concurrency. */
  readonly reserved: number;
}

export async function accountUsage(catalog: FunctionCatalog, scope: Scope): Promise<AccountUsage> {
  let functions = 0;
  let codeBytes = 0;
  let reserved = 0;
  for await (const record of catalog.list(scope)) {
    functions += 1;
    reserved += record.reservedConcurrency ?? 0;
    const published = await Promise.all(
      record.versions.map((version) => catalog.findVersion(record.latest, String(version))),
    );
    for (const version of [record.latest, ...published]) {
      if (version?.code.kind === 'zip') codeBytes += version.code.sizeBytes;
    }
  }
  return { functions, codeBytes, reserved };
}
