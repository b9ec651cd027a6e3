// From the members of a request to the settings of a function.

import type {
  CreateFunctionCommandInput,
  UpdateFunctionConfigurationCommandInput,
} from '@aws-sdk/client-lambda';
import type {
  FunctionSettings,
  SettingsUpdate,
} from '../../../lambda/functions/function-changes.ts';
import { invalidParameter, lambdaError } from '../lambda-errors.ts';
import { RUNTIMES } from '../runtimes.ts';

type Configuration = Partial<CreateFunctionCommandInput> | UpdateFunctionConfigurationCommandInput;

/** Bytes of the variables as JSON (Lambda quotas: 4 KB). */
const MAX_ENVIRONMENT_BYTES = 4096;

/** Set by the runtime, and so not by anybody else (Lambda developer guide, "Defined runtime environment variables"). */
const RESERVED_VARIABLES: ReadonlySet<string> = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);

/** Members that are kept and shown, and mean nothing here. */
const STORED = [
  'Architectures',
  'VpcConfig',
  'DeadLetterConfig',
  'KMSKeyArn',
  'TracingConfig',
  'EphemeralStorage',
  'SnapStart',
  'LoggingConfig',
] as const;

/** Of a function without a value for them (AWS's API reference). */
const DEFAULT_TIMEOUT_SECONDS = 3;
const DEFAULT_MEMORY_MB = 128;

/** What a new function has. @throws RestError */
export function newSettings(input: CreateFunctionCommandInput): FunctionSettings {
  const { Runtime, Handler, Role, Description, Timeout, MemorySize, Environment } = input;
  if (Runtime === undefined || Handler === undefined) {
    throw invalidParameter(
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    );
  }
  checkConfiguration(input);
  return {
    runtime: Runtime,
    handler: Handler,
    role: Role ?? '',
    description: Description ?? '',
    timeoutSeconds: Timeout ?? DEFAULT_TIMEOUT_SECONDS,
    memoryMb: MemorySize ?? DEFAULT_MEMORY_MB,
    environment: Environment?.Variables ?? {},
    environmentGiven: Environment !== undefined,
    stored: storedMembers(input),
  };
}

/** @throws RestError */
export function settingsUpdate(input: UpdateFunctionConfigurationCommandInput): SettingsUpdate {
  checkConfiguration(input);
  const { Runtime, Handler, Role, Description, Timeout, MemorySize, Environment } = input;
  return {
    runtime: Runtime,
    handler: Handler,
    role: Role,
    description: Description,
    timeoutSeconds: Timeout,
    memoryMb: MemorySize,
    environment: Environment === undefined ? undefined : (Environment.Variables ?? {}),
    environmentGiven: Environment === undefined ? undefined : true,
    stored: storedMembers(input),
  };
}

function checkConfiguration(input: Configuration): void {
  const { Runtime, Environment, Layers } = input;
  if (Runtime !== undefined && !RUNTIMES.includes(Runtime)) {
    throw invalidParameter(
      `Value ${Runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${RUNTIMES.join(', ')}] or be a valid ARN`,
    );
  }
  checkEnvironment(Environment?.Variables ?? {});
  const [layer] = Layers ?? [];
  // There are none, so that none can be meant.
  if (layer !== undefined) throw invalidParameter(`Layer version ${layer} does not exist.`);
}

function checkEnvironment(variables: Readonly<Record<string, string>>): void {
  const reserved = Object.keys(variables).filter((name) => RESERVED_VARIABLES.has(name));
  if (reserved.length > 0) {
    throw invalidParameter(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  const measured = JSON.stringify(variables);
  if (Buffer.byteLength(measured) > MAX_ENVIRONMENT_BYTES) {
    throw invalidParameter(
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${measured}`,
    );
  }
}

function storedMembers(input: Configuration): Record<string, unknown> {
  const members: Readonly<Record<string, unknown>> = { ...input };
  return Object.fromEntries(
    STORED.filter((name) => members[name] !== undefined).map((name) => [
      name,
      withoutValue(name, members[name]) ? null : members[name],
    ]),
  );
}

/** An empty dead-letter queue or key means none. */
function withoutValue(name: string, value: unknown): boolean {
  if (name === 'KMSKeyArn') return value === '';
  if (name !== 'DeadLetterConfig') return false;
  const { TargetArn } = value as { readonly TargetArn?: string };
  return TargetArn === undefined || TargetArn === '';
}

export function requireExistingSigning(arn: string | undefined): void {
  if (arn === undefined || arn === '') return;
  throw lambdaError(
    'CodeSigningConfigNotFoundException',
    `The code signing configuration cannot be found. Check that the provided configuration is not deleted: ${arn}.`,
  );
}
