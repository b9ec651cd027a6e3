// How Lambda shows a version of a function.

import { isoTime } from '../../../base/iso-time.ts';
import { functionArn, type FunctionVersion } from '../../../lambda/functions/function.ts';

/** As single answers have it: with the state, which is final at once. */
export function functionConfiguration(
  version: FunctionVersion,
  qualifier?: string,
): Record<string, unknown> {
  return {
    ...listedConfiguration(version, qualifier),
    State: 'Active',
    LastUpdateStatus: 'Successful',
  };
}

/** As lists have it (observed on AWS, LocalStack's recordings). */
export function listedConfiguration(
  version: FunctionVersion,
  qualifier?: string,
): Record<string, unknown> {
  const { code, stored, environment, environmentGiven = false } = version;
  const { SnapStart: snapStart, VpcConfig: vpc, ...shown } = stored;
  const hasEnvironment = environmentGiven || Object.keys(environment).length > 0;
  return {
    FunctionName: version.name,
    FunctionArn: functionArn(version, qualifier),
    Runtime: version.runtime,
    Role: version.role,
    Handler: version.handler,
    CodeSize: code.kind === 'zip' ? code.sizeBytes : 0,
    CodeSha256: code.kind === 'zip' ? code.sha256 : '',
    Description: version.description,
    Timeout: version.timeoutSeconds,
    MemorySize: version.memoryMb,
    LastModified: isoTime(version.modifiedAt).replace('Z', '+0000'),
    Version: version.version,
    ...(hasEnvironment ? { Environment: { Variables: environment } } : {}),
    ...(vpc === undefined ? {} : { VpcConfig: shownVpc(vpc) }),
    RevisionId: version.revisionId,
    PackageType: 'Zip',
    ...defaults(version.name),
    ...shown,
    SnapStart: { ApplyOn: applyOn(snapStart), OptimizationStatus: 'Off' },
  };
}

function defaults(name: string): Record<string, unknown> {
  return {
    Architectures: ['x86_64'],
    EphemeralStorage: { Size: 512 },
    TracingConfig: { Mode: 'PassThrough' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}` },
  };
}

function applyOn(snapStart: unknown): unknown {
  return (snapStart as { readonly ApplyOn?: string } | undefined)?.ApplyOn ?? 'None';
}

function shownVpc(vpc: unknown): Record<string, unknown> {
  return { SubnetIds: [], SecurityGroupIds: [], VpcId: '', ...(vpc as object) };
}
