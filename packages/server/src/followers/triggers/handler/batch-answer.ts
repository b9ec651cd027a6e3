// What a function's answer says of its batch, when it may report which records failed
// (FunctionResponseTypes: ReportBatchItemFailures). Rules: Lambda developer guide, "Configuring partial batch
// response"; forms of success and failure: observed on AWS, LocalStack's recordings.

export type BatchAnswer =
  | { readonly type: 'ok' }
  /** From this record on, the batch failed. */
  | { readonly type: 'partial'; readonly firstFailed: string }
  /** All of the batch failed. */
  | { readonly type: 'failed'; readonly problem: string };

const ok: BatchAnswer = { type: 'ok' };

/** `answer` is what the function returned; `numbers` are the batch's, in its order. */
export function batchAnswer(answer: unknown, numbers: readonly string[]): BatchAnswer {
  if (isNothing(answer)) return ok;
  if (typeof answer !== 'object' || Array.isArray(answer)) {
    return failed(`it answered ${JSON.stringify(answer).slice(0, 80)} instead of an object`);
  }
  const failures = memberOf(answer, 'batchItemFailures');
  if (failures === undefined || failures === null) return ok;
  if (!Array.isArray(failures)) return failed('its batchItemFailures is no list');
  return failures.length === 0 ? ok : lowest(failures as readonly unknown[], numbers);
}

/** Observed on AWS: null, an empty text and an empty list are success, as nothing at all is. */
function isNothing(answer: unknown): boolean {
  if (Array.isArray(answer)) return answer.length === 0;
  return answer === undefined || answer === null || answer === '';
}

/** The first of the batch's records that is named. One that is not of the batch spoils all. */
function lowest(failures: readonly unknown[], numbers: readonly string[]): BatchAnswer {
  const places = new Map(numbers.map((number, index) => [number, index]));
  let first = Infinity;
  for (const failure of failures) {
    const named = memberOf(failure, 'itemIdentifier');
    const place = typeof named === 'string' ? places.get(named) : undefined;
    if (place === undefined) {
      const what = JSON.stringify(failure)?.slice(0, 80);
      return failed(`its batchItemFailures has ${what}, which names no record of the batch`);
    }
    first = Math.min(first, place);
  }
  return { type: 'partial', firstFailed: numbers[first] as string };
}

function failed(problem: string): BatchAnswer {
  return { type: 'failed', problem: `The function failed: ${problem}.` };
}

/** Undefined of what is no object, or has no such member of its own. */
export function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
