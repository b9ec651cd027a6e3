// From what Kinesis refuses to the error that AWS would answer with.

import { type KinesisRefusal, KinesisRefused } from '../../kinesis/kinesis-refusal.ts';
import type { Scope } from '../../model/table.ts';
import { StoreUnavailable } from '../../store/store.ts';
import { WireError } from '../errors.ts';
import type { ErrorAnswer, ServiceErrors } from '../operation.ts';
import { javaTime } from './java-time.ts';
import { kinesisCatalogue, type KinesisErrorName } from './kinesis-catalogue.ts';
import { kinesisFault } from './kinesis-faults.ts';
import { kinesisRefusals } from './refusal-texts.ts';

/** An error on its way to the client. */
export class KinesisError extends Error {
  override readonly name = 'KinesisError';
  readonly error: KinesisErrorName;
  /** Absent where AWS sends none. */
  readonly text: string | undefined;

  constructor(error: KinesisErrorName, text?: string) {
    super(text ?? error);
    this.error = error;
    this.text = text;
  }
}

export function invalidArgument(text: string): KinesisError {
  return new KinesisError('InvalidArgumentException', text);
}

/** What a refusal is to a caller of this account and region; other errors are as they were. */
export function namedError(error: unknown, scope: Scope): unknown {
  if (!(error instanceof KinesisRefused)) return error;
  const { refusal } = error;
  return new KinesisError(kinesisRefusals[refusal.kind].error, refusalText(refusal, scope));
}

function refusalText(refusal: KinesisRefusal, { account, region }: Scope): string {
  const members: Readonly<Record<string, unknown>> = { ...shown(refusal), account, region };
  return kinesisRefusals[refusal.kind].text.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    String(members[name]),
  );
}

/** Members as texts show them. */
function shown(refusal: KinesisRefusal): object {
  switch (refusal.kind) {
    case 'iterator-expired':
      return { issued: javaTime(refusal.issued), now: javaTime(refusal.now) };
    case 'record-too-large':
      return { limit: refusal.limitKib * 1024 };
    default:
      return refusal;
  }
}

export const kinesisErrors: ServiceErrors = {
  answerOf(error) {
    if (error instanceof KinesisError) return answerTo(error.error, error.text);
    if (error instanceof WireError) return answerTo(sharedName(error), error.text);
    if (error instanceof StoreUnavailable) {
      return answerTo('ServiceUnavailable', 'The service is currently unavailable');
    }
    return undefined;
  },
  internal: () => answerTo('InternalFailure', undefined),
  faultError: (operation, fault) => {
    const { error, text } = kinesisFault(operation, fault);
    return new KinesisError(error, text);
  },
};

/** What the stages refuse that all services share: the forms of credential, JSON and members. */
function sharedName({ error }: WireError): KinesisErrorName {
  return error in kinesisCatalogue ? (error as KinesisErrorName) : 'InternalFailure';
}

function answerTo(error: KinesisErrorName, text: string | undefined): ErrorAnswer {
  const { status, textMember } = kinesisCatalogue[error];
  const value = { __type: error, ...(text === undefined ? {} : { [textMember]: text }) };
  return { error, status, body: { value } };
}

/** How PutRecords names what became of one of its records. */
export function recordError(
  refusal: KinesisRefusal,
  scope: Scope,
): { readonly ErrorCode: string; readonly ErrorMessage: string } {
  return {
    ErrorCode: kinesisRefusals[refusal.kind].error,
    ErrorMessage: refusalText(refusal, scope),
  };
}
