// Backups as CreateBackup, DescribeBackup, DeleteBackup and ListBackups show them (observed on AWS).

import { backupArn, type BackupDefinition, backupNameOf } from '../../model/backup.ts';
import { type IndexDefinition, partsOf, tableArn } from '../../model/table.ts';
import { indexSchema, keyElements } from './index-description.ts';
import { encryptionDescription } from './table-description.ts';
import { onDemandDescription } from './throughput-description.ts';

type BackupStatus = 'CREATING' | 'AVAILABLE' | 'DELETED';

function backupStatus({ complete }: BackupDefinition): BackupStatus {
  return complete ? 'AVAILABLE' : 'CREATING';
}

/** BackupDetails. */
export function backupDetails(
  backup: BackupDefinition,
  status: BackupStatus = backupStatus(backup),
): Record<string, unknown> {
  return {
    BackupArn: backupArn(backupNameOf(backup)),
    BackupName: backup.name,
    BackupSizeBytes: backup.sizeBytes,
    BackupStatus: status,
    BackupType: backup.kind,
    BackupCreationDateTime: backup.createdAt / 1000,
    ...(backup.expiresAt === undefined ? {} : { BackupExpiryDateTime: backup.expiresAt / 1000 }),
  };
}

/** An element of BackupSummaries. */
export function backupSummary(backup: BackupDefinition): Record<string, unknown> {
  const { source } = backup;
  return {
    TableName: source.name,
    TableId: source.id,
    TableArn: tableArn(source),
    ...backupDetails(backup),
  };
}

/** BackupDescription. */
export function backupDescription(
  backup: BackupDefinition,
  status: BackupStatus = backupStatus(backup),
): Record<string, unknown> {
  return {
    BackupDetails: backupDetails(backup, status),
    SourceTableDetails: sourceDetails(backup),
    SourceTableFeatureDetails: sourceFeatures(backup),
  };
}

function sourceDetails({ source, itemCount, sizeBytes }: BackupDefinition): object {
  return {
    TableName: source.name,
    TableId: source.id,
    TableArn: tableArn(source),
    TableSizeBytes: sizeBytes,
    KeySchema: keyElements(partsOf(source.key)),
    TableCreationDateTime: source.createdAt / 1000,
    ProvisionedThroughput: units(source.throughput),
    ...onDemandDescription(source),
    ItemCount: itemCount,
    BillingMode: source.billing,
  };
}

// Only what is on (observed on AWS).
function sourceFeatures({ source }: BackupDefinition): object {
  const { indexes, stream, timeToLive } = source;
  const local = indexes.filter(({ kind }) => kind === 'local');
  const global = indexes.filter(({ kind }) => kind === 'global');
  return {
    ...(local.length === 0 ? {} : { LocalSecondaryIndexes: local.map(indexSchema) }),
    ...(global.length === 0 ? {} : { GlobalSecondaryIndexes: global.map(globalIndex) }),
    ...(stream === undefined
      ? {}
      : { StreamDescription: { StreamEnabled: true, StreamViewType: stream.viewType } }),
    ...(timeToLive?.enabled === true
      ? {
          TimeToLiveDescription: {
            TimeToLiveStatus: 'ENABLED',
            AttributeName: timeToLive.attribute,
          },
        }
      : {}),
    ...encryptionDescription(source),
  };
}

function globalIndex(index: IndexDefinition): object {
  const { throughput } = index;
  return {
    ...indexSchema(index),
    ProvisionedThroughput: units(throughput ?? { readUnits: 0, writeUnits: 0 }),
  };
}

function units(throughput: { readonly readUnits: number; readonly writeUnits: number }): object {
  return {
    ReadCapacityUnits: throughput.readUnits,
    WriteCapacityUnits: throughput.writeUnits,
  };
}
