// Runs one command against a server and prints what came of it.

import { CommandFailed, ControlClient } from './control-client.ts';

/** What a command has to say: for programs and for people. */
export interface Report {
  readonly json: unknown;
  /** Lines, without the end of the last one. */
  readonly text: string;
}

export interface ConnectionFlags {
  readonly endpoint: string;
  readonly json?: boolean;
}

/** When the command fails, one line on standard error says why, and the exit code will be 1. */
export async function perform(
  { endpoint, json = false }: ConnectionFlags,
  command: (client: ControlClient) => Promise<Report>,
): Promise<void> {
  try {
    const report = await command(new ControlClient(endpoint));
    await print(json ? JSON.stringify(report.json, undefined, 2) : report.text);
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    process.stderr.write(`headwater: ${error.message.replaceAll(/\s*\n\s*/g, ' ')}\n`);
    process.exitCode = 1;
  }
}

/** Resolves when the text was handed over: the process ends without waiting for its streams. */
function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // Whoever reads may stop reading, as `head` does: then there is nothing more to do.
    process.stdout.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') resolve();
      else reject(error);
    });
    process.stdout.write(text === '' ? '' : `${text.replace(/\n$/, '')}\n`, () => resolve());
  });
}
