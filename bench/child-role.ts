// What a child process of the benchmark does: functions that its parent calls over Node's own channel.

export type Role = Readonly<Record<string, (question: never) => Promise<unknown>>>;

export interface Question {
  readonly id: number;
  readonly name: string;
  readonly question: unknown;
}

export interface Answer {
  readonly id: number;
  readonly answer?: unknown;
  readonly failure?: string;
}

/** Answers the parent's questions until it disconnects. */
export function play(role: Role): void {
  process.on('message', (message: Question) => {
    const { id, name, question } = message;
    // Others are answered by `probe.mjs`.
    const answerTo = role[name];
    if (answerTo === undefined) return;
    answerTo(question as never).then(
      (answer) => process.send?.({ id, answer } satisfies Answer),
      (error: unknown) => process.send?.({ id, failure: failureText(error) } satisfies Answer),
    );
  });
  // `probe.mjs` lets a program end that has nothing else to do.
  process.channel?.ref();
  process.once('disconnect', () => process.exit());
}

function failureText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
