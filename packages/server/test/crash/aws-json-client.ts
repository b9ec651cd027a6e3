// Calls of DynamoDB and its streams without an SDK: as little work a call as can be, and no retries.

import { authorization } from '../authorization.ts';

/** The server did not answer, or its answer was cut off: the call may have had its effect or not. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** The server answered with an error; one of its own has no body. */
export class ErrorAnswer extends Error {
  override readonly name = 'ErrorAnswer';
  /** Without its namespace. */
  readonly type: string;

  constructor(operation: string, status: number, text: string) {
    super(`${operation} answered ${status} ${text}`);
    this.type = /"__type":"[^"]*#(\w+)"/.exec(text)?.[1] ?? '';
  }
}

export type Service = 'DynamoDB_20120810' | 'DynamoDBStreams_20120810';

/** Rejects with ErrorAnswer or NoAnswer. */
export async function call<Answer>(
  url: string,
  operation: `${Service}.${string}`,
  input: object,
): Promise<Answer> {
  const { status, text } = await answerOf(url, operation, input);
  if (status === 200) return JSON.parse(text) as Answer;
  throw new ErrorAnswer(operation, status, text);
}

async function answerOf(
  url: string,
  operation: string,
  input: object,
): Promise<{ readonly status: number; readonly text: string }> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-amz-json-1.0',
        'X-Amz-Target': operation,
        'X-Amz-Date': '20260101T000000Z',
        Authorization: authorization,
      },
      body: JSON.stringify(input),
    });
    return { status: answer.status, text: await answer.text() };
  } catch (error) {
    throw new NoAnswer(operation, { cause: error });
  }
}
