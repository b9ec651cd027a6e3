// `headwater faults`

import { Command, Option } from 'commander';
import type { FaultRequest } from '../control/faults/fault.ts';
import type { ConnectionFlags } from './client/perform.ts';
import { clientCommand, perform } from './client-options.ts';

export function faultsCommand(): Command {
  return new Command('faults')
    .description('Show the faults that are in force, or add and remove some.')
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(addCommand())
    .addCommand(removeCommand())
    .addCommand(clearCommand());
}

function listCommand(): Command {
  return clientCommand('list', 'Show the faults that are in force.').action(
    async (flags: ConnectionFlags) => {
      const { listFaults } = await import('./client/faults.ts');
      await perform(flags, listFaults);
    },
  );
}

function addCommand(): Command {
  const narrowing = [
    new Option('--operation <names...>', 'only calls of these operations, such as PutItem'),
    new Option('--table <name>', 'only calls about this table'),
    new Option('--region <region>', 'only calls of this region'),
    new Option('--account <id>', 'only calls of this account'),
    new Option('--share <number>', 'the part of the calls that it hits: 0 to 1').argParser(Number),
    new Option('--times <count>', 'be gone after so many hits').argParser(Number),
    new Option('--for <duration>', "be gone after this time of the server's clock, such as 30s"),
    new Option(
      '--latency <duration>',
      'of the fault latency: how long a call waits, such as 200ms',
    ),
    new Option('--message <text>', "in place of the error's own text"),
  ];
  const command = clientCommand('add', 'Let calls fail, or wait.').argument(
    '<fault>',
    'throttle, limit, internal, latency, reset or reset-after: see docs/control.md',
  );
  for (const option of narrowing) command.addOption(option);
  return command.action(
    async (
      fault: FaultRequest['fault'],
      { endpoint, json, ...members }: ConnectionFlags & Omit<FaultRequest, 'fault'>,
    ) => {
      const { addFault } = await import('./client/faults.ts');
      const connection = json === undefined ? { endpoint } : { endpoint, json };
      await perform(connection, (client) => addFault(client, { fault, ...members }));
    },
  );
}

function removeCommand(): Command {
  return clientCommand('remove', 'End a fault.')
    .argument('<id>', 'as in the list')
    .action(async (id: string, flags: ConnectionFlags) => {
      const { removeFault } = await import('./client/faults.ts');
      await perform(flags, (client) => removeFault(client, id));
    });
}

function clearCommand(): Command {
  return clientCommand('clear', 'End all faults.').action(async (flags: ConnectionFlags) => {
    const { clearFaults } = await import('./client/faults.ts');
    await perform(flags, clearFaults);
  });
}
