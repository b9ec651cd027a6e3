// The environment variables of a function's process: AWS's, the function's own, and as little else as a program
// needs to run. Nothing of the server's own environment reaches the function by accident.

import type { FunctionVersion } from '../functions/function.ts';

export interface VariablesSource {
  readonly function: FunctionVersion;
  readonly runtimeName: string;
  readonly handler: string;
  /** `host:port` of the environment's Runtime API. */
  readonly runtimeApi: string;
  readonly codeFolder: string;
  readonly temporaryFolder: string;
  readonly logStreamName: string;
  /** Where SDK clients of the handler send their requests; AWS's own endpoints when there is none. */
  readonly endpointUrl: string | undefined;
  /** Of the server. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
}

/** What programs need: to find others, their user's files, and on Windows the system. */
const inheritedNames = [
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'LC_ALL',
  'SystemRoot',
  'SYSTEMROOT',
  'ComSpec',
  'PATHEXT',
  'USERPROFILE',
];

/** `Defined runtime environment variables` in AWS's developer guide; the function cannot change the last ones. */
export function environmentVariables(source: VariablesSource): Record<string, string> {
  const { function: version, temporaryFolder, endpointUrl } = source;
  return {
    ...present(source.inherited),
    LANG: source.inherited['LANG'] ?? 'en_US.UTF-8',
    TZ: ':UTC',
    TMPDIR: temporaryFolder,
    TEMP: temporaryFolder,
    TMP: temporaryFolder,
    AWS_REGION: version.region,
    AWS_DEFAULT_REGION: version.region,
    // The account is taken from the access key, so the handler's requests land where the function is.
    AWS_ACCESS_KEY_ID: version.account,
    AWS_SECRET_ACCESS_KEY: 'headwater',
    ...(endpointUrl === undefined ? {} : { AWS_ENDPOINT_URL: endpointUrl }),
    ...version.environment,
    _HANDLER: source.handler,
    AWS_EXECUTION_ENV: `AWS_Lambda_${source.runtimeName}`,
    AWS_LAMBDA_FUNCTION_NAME: version.name,
    AWS_LAMBDA_FUNCTION_VERSION: version.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(version.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${version.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: source.logStreamName,
    AWS_LAMBDA_RUNTIME_API: source.runtimeApi,
    LAMBDA_TASK_ROOT: source.codeFolder,
  };
}

function present(inherited: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of inheritedNames) {
    const value = inherited[name];
    if (value !== undefined) found[name] = value;
  }
  return found;
}
