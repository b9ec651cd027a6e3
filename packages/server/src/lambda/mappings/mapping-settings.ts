// Changing the settings of a mapping, and what they are when nobody says.

import type { MappingSettings } from './event-source-mapping.ts';

/** Of streams (AWS's API reference). */
export const defaultSettings = {
  enabled: true,
  batchSize: 100,
  batchingWindowSeconds: 0,
  parallelizationFactor: 1,
  maximumRetryAttempts: -1,
  maximumRecordAgeSeconds: -1,
  bisectBatchOnFunctionError: false,
  tumblingWindowSeconds: 0,
  reportBatchItemFailures: false,
  filters: [],
  stored: {},
} as const satisfies Omit<MappingSettings, 'functionArn'>;

/** What is absent stays; null takes the destination away, and members of `stored`, which is merged. */
export type SettingsChange = Partial<
  Omit<MappingSettings, 'functionArn' | 'onFailureDestination'>
> & { readonly onFailureDestination?: string | null };

export function changedSettings(
  settings: MappingSettings,
  { onFailureDestination, stored, ...change }: SettingsChange,
): MappingSettings {
  const { onFailureDestination: known, ...rest } = settings;
  const destination = onFailureDestination === undefined ? known : onFailureDestination;
  const merged = Object.entries({ ...settings.stored, ...stored });
  return {
    ...rest,
    ...change,
    ...(destination === undefined || destination === null
      ? {}
      : { onFailureDestination: destination }),
    stored: Object.fromEntries(merged.filter(([, value]) => value !== null)),
  };
}
