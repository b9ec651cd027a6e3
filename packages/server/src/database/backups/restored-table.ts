// The settings of a restored table: its source's, unless overridden. What a restore does not bring back
// (stream, time to live, tags, protection, recovery, warm throughput) is as in a new table
// (RestoreTableFromBackup).

import type { Runtime } from '../../base/runtime.ts';
import type { Scope, TableDefinition } from '../../model/table.ts';
import { billingOf } from '../catalog/new-table.ts';
import { newEncryption } from '../catalog/settings/encryption.ts';
import { newLimits } from '../catalog/settings/on-demand-limits.ts';
import type { RestoreOverrides } from './backups.ts';
import { restoredIndexes } from './restored-indexes.ts';

type RestoredSettings = Pick<
  TableDefinition,
  | 'key'
  | 'indexes'
  | 'lastIndexNumber'
  | 'billing'
  | 'throughput'
  | 'onDemandLimits'
  | 'tableClass'
  | 'encryption'
>;

/** @throws InvalidInput */
export function restoredSettings(
  source: TableDefinition,
  overrides: RestoreOverrides,
  { scope, runtime }: { readonly scope: Scope; readonly runtime: Runtime },
): RestoredSettings {
  const billing = overrides.billing ?? source.billing;
  // Units and bounds of the source mean something only where the mode stays.
  const inherited = billing === source.billing ? source : undefined;
  const provisioned = billing === 'PROVISIONED' ? inherited?.throughput : undefined;
  const throughput = overrides.throughput ?? provisioned;
  const billed = billingOf({ billing, ...(throughput === undefined ? {} : { throughput }) });
  const limits = newLimits(overrides.onDemandLimits, { billing }) ?? inherited?.onDemandLimits;
  const encryption =
    overrides.encryption === undefined
      ? source.encryption
      : newEncryption(overrides.encryption, scope, runtime);
  const indexes = restoredIndexes(source, overrides, billing);
  return {
    key: source.key,
    indexes,
    lastIndexNumber: indexes.length,
    ...billed,
    ...(limits === undefined ? {} : { onDemandLimits: limits }),
    ...(source.tableClass === undefined ? {} : { tableClass: source.tableClass }),
    ...(encryption === undefined ? {} : { encryption }),
  };
}
