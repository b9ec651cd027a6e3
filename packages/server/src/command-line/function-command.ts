// `headwater function`

import { Command, Option } from 'commander';
import type { AddFlags } from './client/functions.ts';
import type { ConnectionFlags } from './client/perform.ts';
import type { ScopeFlags } from './client/shards.ts';
import { perform, scopedCommand } from './client-options.ts';
import { wholeNumber } from './options.ts';
import { splitFlags, type TriggerFlags, triggerOptions } from './trigger-options.ts';

type Flags = ConnectionFlags & ScopeFlags;

type AddOptions = ConnectionFlags &
  Omit<AddFlags, 'on'> &
  TriggerFlags & {
    /** Name of the table that calls it. */
    readonly on?: string;
  };

export function functionCommand(): Command {
  return new Command('function')
    .description('Show the functions, or add, invoke and remove some.')
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(addCommand())
    .addCommand(invokeCommand())
    .addCommand(logsCommand())
    .addCommand(removeCommand());
}

function listCommand(): Command {
  return scopedCommand('list', 'Show the functions.').action(async (flags: Flags) => {
    const { listFunctions } = await import('./client/functions.ts');
    await perform(flags, (client) => listFunctions(client, flags));
  });
}

function addCommand(): Command {
  const command = scopedCommand(
    'add',
    'Add a function whose code is a file or folder, or replace one.',
  )
    .argument('<name>')
    .addOption(
      new Option(
        '--handler <path>',
        'a module or a folder; behind a # what it exports, unless that is "handler"',
      ).conflicts('url'),
    )
    .addOption(new Option('--url <url>', 'a function that runs elsewhere, behind the Invoke API'))
    .addOption(new Option('--runtime <name>', 'such as nodejs24.x; by default what the code is'))
    .addOption(new Option('--env <variables...>', 'environment variables, as NAME=value'))
    .addOption(
      new Option('--timeout <seconds>', 'how long an invocation may take').argParser(
        wholeNumber(1, 900),
      ),
    )
    .addOption(
      new Option('--memory <MB>', 'how much memory it has').argParser(wholeNumber(128, 10_240)),
    )
    .addOption(new Option('--on <table>', 'call it with what is written to this table'))
    .action(
      async (name: string, { endpoint, json, on: table, ...flags }: AddOptions, self: Command) => {
        if (flags.handler === undefined && flags.url === undefined) {
          self.error('error: say where the code is: --handler <path> or --url <url>');
        }
        const { trigger, others } = splitFlags(flags);
        if (table === undefined && Object.keys(trigger).length > 0) {
          self.error('error: say by which table it is called: --on <table>');
        }
        const { addFunction } = await import('./client/functions.ts');
        const connection = json === undefined ? { endpoint } : { endpoint, json };
        const on = table === undefined ? {} : { on: { table, ...trigger } };
        await perform(connection, (client) => addFunction(client, name, { ...others, ...on }));
      },
    );
  for (const option of triggerOptions()) command.addOption(option);
  return command;
}

function invokeCommand(): Command {
  return scopedCommand('invoke', 'Invoke a function, and print what it logs and answers.')
    .argument('<name>', 'with a version or alias behind a colon, if you like')
    .argument('[payload]', 'JSON', '{}')
    .action(async (name: string, payload: string, flags: Flags) => {
      const { invokeFunction } = await import('./client/functions.ts');
      const { region, account } = flags;
      await perform(flags, (client) => invokeFunction(client, name, { payload, region, account }));
    });
}

function logsCommand(): Command {
  return scopedCommand('logs', 'Print the newest lines that a function logged.')
    .argument('<name>')
    .action(async (name: string, flags: Flags) => {
      const { functionLogs } = await import('./client/functions.ts');
      await perform(flags, (client) => functionLogs(client, name, flags));
    });
}

function removeCommand(): Command {
  return scopedCommand('remove', 'Delete a function.')
    .argument('<name>')
    .action(async (name: string, flags: Flags) => {
      const { removeFunction } = await import('./client/functions.ts');
      const { region, account } = flags;
      await perform(flags, (client) => removeFunction(client, name, { region, account }));
    });
}
