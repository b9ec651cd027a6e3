// The `headwater` command and its subcommands.

import { Command } from 'commander';
import type { ServerOptions } from '../options.ts';
import { startCommand } from './start-command.ts';

export interface Program {
  readonly version: string;
  /** What follows the name of the program. */
  readonly parameters: readonly string[];
  /** Called with what the user asked for. */
  readonly start: (options: ServerOptions) => Promise<void>;
}

/** Does what the parameters say. For a mistake in them it tells the user, and the process ends. */
export async function runProgram({ version, parameters, start }: Program): Promise<void> {
  const program = new Command('headwater')
    .description('DynamoDB tables whose every item change is a record in a durable stream.')
    .version(version)
    .addCommand(startCommand(start));
  // A server would take some milliseconds longer to start with all of them.
  if (parameters[0] !== 'start') {
    const { clientCommands } = await import('./client-commands.ts');
    for (const command of clientCommands()) program.addCommand(command);
  }
  await program.parseAsync(parameters, { from: 'user' });
}
