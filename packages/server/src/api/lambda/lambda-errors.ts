// The catalogue of Lambda's errors as the wire shows them. docs/errors.md lists the same tables, and a test
// keeps the two equal.

import { type FunctionRefusal, FunctionRefused } from '../../lambda/functions/function-refusal.ts';
import { InvalidPattern } from '../../followers/triggers/filters/compile-pattern.ts';
import { type MappingRefusal, MappingRefused } from '../../lambda/mappings/mapping-refusal.ts';
import { CannotRunFunction, TooManyInvocations } from '../../lambda/runtimes/invoker.ts';
import { StoreUnavailable } from '../../store/store.ts';
import { RestError } from '../rest-json/rest-error.ts';

interface CatalogueEntry {
  readonly status: number;
  /** The member of the body that holds the text (AWS's service model). */
  readonly textMember: 'message' | 'Message';
  /** Absent where AWS sends no such member (observed on AWS, LocalStack's recordings). */
  readonly type?: 'User' | 'Service';
}

export const lambdaCatalogue = {
  AccessDeniedException: { status: 403, textMember: 'Message' },
  CodeSigningConfigNotFoundException: { status: 404, textMember: 'Message', type: 'User' },
  InvalidParameterValueException: { status: 400, textMember: 'message', type: 'User' },
  InvalidRuntimeException: { status: 502, textMember: 'Message', type: 'User' },
  InvalidRequestContentException: { status: 400, textMember: 'message', type: 'User' },
  PolicyLengthExceededException: { status: 400, textMember: 'message', type: 'User' },
  PreconditionFailedException: { status: 412, textMember: 'message', type: 'User' },
  RequestEntityTooLargeException: { status: 413, textMember: 'Message' },
  ResourceConflictException: { status: 409, textMember: 'message', type: 'User' },
  ResourceInUseException: { status: 400, textMember: 'Message', type: 'User' },
  ResourceNotFoundException: { status: 404, textMember: 'Message', type: 'User' },
  ServiceException: { status: 500, textMember: 'Message', type: 'Service' },
  TooManyRequestsException: { status: 429, textMember: 'message', type: 'User' },
  UnknownOperationException: { status: 404, textMember: 'message' },
} as const satisfies Record<string, CatalogueEntry>;

export type LambdaErrorName = keyof typeof lambdaCatalogue;

export function lambdaError(
  error: LambdaErrorName,
  text: string,
  detail: Readonly<Record<string, unknown>> = {},
): RestError {
  const { status, textMember, type }: CatalogueEntry = lambdaCatalogue[error];
  const typed = type === undefined ? {} : { Type: type };
  return new RestError({ code: error, status, body: { ...typed, [textMember]: text, ...detail } });
}

export function invalidParameter(text: string): RestError {
  return lambdaError('InvalidParameterValueException', text);
}

interface RefusalText {
  readonly error: LambdaErrorName;
  /** `{name}` stands for the refusal's member of that name. */
  readonly text: string;
}

const REVISION_TEXT =
  'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id';

/** Texts observed on AWS (LocalStack's recordings) unless noted. */
export const lambdaRefusals: Readonly<
  Record<FunctionRefusal['kind'] | MappingRefusal['kind'], RefusalText>
> = {
  'function-not-found': { error: 'ResourceNotFoundException', text: 'Function not found: {arn}' },
  'function-exists': { error: 'ResourceConflictException', text: 'Function already exist: {name}' },
  'other-region': {
    error: 'ResourceNotFoundException',
    text: "Functions from '{asked}' are not reachable in this region ('{region}')",
  },
  // AWS sends no text.
  'other-account': {
    error: 'AccessDeniedException',
    text: 'Functions of account {asked} are not reachable from account {account}',
  },
  'qualifier-mismatch': {
    error: 'InvalidParameterValueException',
    text: 'The derived qualifier from the function name does not match the specified qualifier.',
  },
  'alias-not-found': { error: 'ResourceNotFoundException', text: 'Cannot find alias arn: {arn}' },
  'alias-exists': { error: 'ResourceConflictException', text: 'Alias already exists: {arn}' },
  'alias-routes-to-itself': {
    error: 'InvalidParameterValueException',
    text: 'Invalid function version {version}. Function version {version} is already included in routing configuration.',
  },
  'alias-routes-from-latest': {
    error: 'InvalidParameterValueException',
    text: '$LATEST is not supported for an alias pointing to more than 1 version',
  },
  // AWS's text is not recorded.
  'version-in-use': {
    error: 'ResourceConflictException',
    text: 'Version {version} cannot be deleted while aliases point to it: {aliases}',
  },
  'latest-not-deletable': {
    error: 'InvalidParameterValueException',
    text: '$LATEST version cannot be deleted without deleting the function.',
  },
  // AWS's text is not recorded.
  'alias-not-deletable': {
    error: 'InvalidParameterValueException',
    text: 'Deletion of aliases is not currently supported.',
  },
  'wrong-revision': { error: 'PreconditionFailedException', text: REVISION_TEXT },
  'wrong-code': {
    error: 'InvalidParameterValueException',
    text: 'CodeSHA256 ({asked}) is different from current CodeSHA256 in $LATEST ({current}). Please try again with the CodeSHA256 in $LATEST.',
  },
  'statement-exists': {
    error: 'ResourceConflictException',
    text: 'The statement id ({statement}) provided already exists. Please provide a new statement id, or remove the existing statement.',
  },
  'statement-not-found': {
    error: 'ResourceNotFoundException',
    text: 'Statement {statement} is not found in resource policy.',
  },
  'policy-not-found': {
    error: 'ResourceNotFoundException',
    text: 'The resource you requested does not exist.',
  },
  'policy-of-latest': {
    error: 'InvalidParameterValueException',
    text: 'We currently do not support adding policies for $LATEST.',
  },
  // AWS's text is not recorded.
  'policy-too-long': {
    error: 'PolicyLengthExceededException',
    text: 'The final policy size ({length}) is bigger than the limit ({limit}).',
  },
  'event-config-not-found': {
    error: 'ResourceNotFoundException',
    text: "The function {arn} doesn't have an EventInvokeConfig",
  },
  'no-function-for-event-config': {
    error: 'ResourceNotFoundException',
    text: "The function doesn't exist.",
  },
  'not-a-function': {
    error: 'InvalidParameterValueException',
    text: 'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.',
  },
  'code-not-fetched': {
    error: 'InvalidParameterValueException',
    text: 'Error occurred while GetObject. S3 Error Code: {code}. S3 Error Message: {reason}',
  },
  'not-an-archive': {
    error: 'InvalidParameterValueException',
    text: 'Could not unzip uploaded file. Please check your file, then try to upload again.',
  },
  'archive-empty': {
    error: 'InvalidParameterValueException',
    text: 'Uploaded file must be a non-empty zip',
  },
  'archive-too-large': {
    error: 'RequestEntityTooLargeException',
    text: 'Zipped size must be smaller than {limit} bytes',
  },
  'unpacked-too-large': {
    error: 'InvalidParameterValueException',
    text: 'Unzipped size must be smaller than {limit} bytes',
  },
  'concurrency-exhausted': {
    error: 'InvalidParameterValueException',
    text: "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [{minimum}].",
  },
  throttled: { error: 'TooManyRequestsException', text: 'Rate Exceeded.' },
  'mapping-not-found': {
    error: 'ResourceNotFoundException',
    text: 'The resource you requested does not exist.',
  },
  'mapping-exists': {
    error: 'ResourceConflictException',
    text: 'The event source arn (" {source} ") and function (" {function} ") provided mapping already exists. Please update or delete the existing mapping with UUID {uuid}',
  },
  'mapping-in-use': {
    error: 'ResourceInUseException',
    text: 'Cannot {action} the event source mapping because it is in use.',
  },
  'no-function-for-mapping': {
    error: 'InvalidParameterValueException',
    text: 'Function does not exist',
  },
  'no-stream-for-mapping': {
    error: 'InvalidParameterValueException',
    text: 'Stream not found: {source}',
  },
  // AWS has more kinds of event source.
  'no-event-source': {
    error: 'InvalidParameterValueException',
    text: 'Unrecognized event source. Headwater maps DynamoDB and Kinesis streams to functions, and this is neither: {source}',
  },
  'no-such-start': {
    error: 'InvalidParameterValueException',
    text: 'Unsupported starting position for arn type: {source}',
  },
  // AWS's text is not recorded.
  'start-in-future': {
    error: 'InvalidParameterValueException',
    text: 'StartingPositionTimestamp cannot be in the future.',
  },
};

/** Undefined for what is no refusal but a failure of ours. */
export function lambdaErrorOf(error: unknown): RestError | undefined {
  if (error instanceof FunctionRefused || error instanceof MappingRefused) {
    return refusalError(error.refusal);
  }
  if (error instanceof InvalidPattern) return invalidParameter(error.message);
  if (error instanceof TooManyInvocations) return throttled('account');
  if (error instanceof CannotRunFunction) {
    return lambdaError('InvalidRuntimeException', error.message);
  }
  if (error instanceof StoreUnavailable) return serviceError('The storage is not available.');
  return undefined;
}

export function serviceError(
  text = 'An error occurred and the request cannot be processed.',
): RestError {
  return lambdaError('ServiceException', text);
}

function refusalError(refusal: FunctionRefusal | MappingRefusal): RestError {
  if (refusal.kind === 'throttled') return throttled(refusal.limit);
  const { error, text } = lambdaRefusals[refusal.kind];
  const members: Readonly<Record<string, unknown>> = refusal;
  return lambdaError(
    error,
    text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(members[name])),
  );
}

function throttled(limit: 'reserved' | 'account'): RestError {
  const { error, text } = lambdaRefusals.throttled;
  const Reason =
    limit === 'reserved'
      ? 'ReservedFunctionConcurrentInvocationLimitExceeded'
      : 'ConcurrentInvocationLimitExceeded';
  return lambdaError(error, text, { Reason });
}
