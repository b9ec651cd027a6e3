// The `headwater` command and its subcommands.

import { Command } from 'commander';
import type { ServerOptions } from '../options.ts';
import { clientCommands } from './client-commands.ts';
import { startCommand } from './start-command.ts';

/** The program; `start` is called with what the user asked for. */
export function commandLine(
  version: string,
  start: (options: ServerOptions) => Promise<void>,
): Command {
  const program = new Command('headwater')
    .description('DynamoDB tables whose every item change is a record in a durable stream.')
    .version(version)
    .addCommand(startCommand(start));
  for (const command of clientCommands()) program.addCommand(command);
  return program;
}
