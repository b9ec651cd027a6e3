// The settings of a restored table: its source's, unless overridden. What a restore does not bring back
// (stream, time to live, tags, protection, recovery, table class, warm throughput) is as in a new table.
// All this, and the texts, as observed on AWS.

import type { Runtime } from '../../base/runtime.ts';
import { InvalidInput } from '../../model/invalid-input.ts';
import type { Scope, TableDefinition } from '../../model/table.ts';
import { billingOf } from '../catalog/new-table.ts';
import { newEncryption } from '../catalog/settings/encryption.ts';
import { newLimits } from '../catalog/settings/on-demand-limits.ts';
import type { RestoreOverrides } from './backups.ts';
import { restoredIndexes } from './restored-indexes.ts';

type RestoredSettings = Pick<
  TableDefinition,
  'key' | 'indexes' | 'lastIndexNumber' | 'billing' | 'throughput' | 'onDemandLimits' | 'encryption'
>;

/** @throws InvalidInput */
export function restoredSettings(
  source: TableDefinition,
  overrides: RestoreOverrides,
  { scope, runtime }: { readonly scope: Scope; readonly runtime: Runtime },
): RestoredSettings {
  const billing = overrides.billing ?? source.billing;
  checkCapacity(overrides, billing);
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
    ...(encryption === undefined ? {} : { encryption }),
  };
}

function checkCapacity(
  { billing: asked, throughput, onDemandLimits = {} }: RestoreOverrides,
  billing: TableDefinition['billing'],
): void {
  if (throughput !== undefined && billing !== 'PROVISIONED') {
    throw refusal(
      asked === undefined
        ? 'Cannot override ProvisionedThroughput unless BillingMode is PROVISIONED'
        : 'Cannot override ProvisionedThroughput if BillingMode is overridden to PAY_PER_REQUEST',
    );
  }
  if (throughput === undefined && asked === 'PROVISIONED') {
    throw refusal(
      'Must override ProvisionedThroughput if BillingMode is overridden to PROVISIONED',
    );
  }
  const { readUnits, writeUnits } = onDemandLimits;
  const members = { MaxReadRequestUnits: readUnits, MaxWriteRequestUnits: writeUnits };
  for (const [member, units] of Object.entries(members)) {
    if (units === undefined) continue;
    if (billing === 'PROVISIONED') {
      throw refusal(
        `Cannot override ${member} for OnDemandThroughput unless BillingModeOverride is PAY_PER_REQUEST`,
      );
    }
    if (units < 1) {
      throw refusal(`Requested ${member} for OnDemandThroughput is outside of valid range`);
    }
  }
}

function refusal(problem: string): InvalidInput {
  return new InvalidInput('rule', `Invalid Request: ${problem}`);
}
