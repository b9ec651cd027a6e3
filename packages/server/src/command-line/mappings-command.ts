// `headwater mappings`

import { Command } from 'commander';
import type { ConnectionFlags } from './client/perform.ts';
import type { ScopeFlags } from './client/shards.ts';
import { perform, scopedCommand } from './client-options.ts';
import { splitFlags, type TriggerFlags, triggerOptions } from './trigger-options.ts';

type Flags = ConnectionFlags & ScopeFlags;

export function mappingsCommand(): Command {
  return new Command('mappings')
    .description('Show the event source mappings, or map the stream of a table to a function.')
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(showCommand())
    .addCommand(addCommand())
    .addCommand(recordCommand())
    .addCommand(removeCommand());
}

function listCommand(): Command {
  return scopedCommand('list', 'Show the mappings, and how far they are.').action(
    async (flags: Flags) => {
      const { listMappings } = await import('./client/mappings.ts');
      await perform(flags, (client) => listMappings(client, flags));
    },
  );
}

function showCommand(): Command {
  return scopedCommand('show', 'Show one mapping, its shards, and what it has trouble with.')
    .argument('<uuid>')
    .action(async (uuid: string, flags: Flags) => {
      const { showMapping } = await import('./client/mappings.ts');
      await perform(flags, (client) => showMapping(client, uuid, flags));
    });
}

function addCommand(): Command {
  const command = scopedCommand('add', 'Map the stream of a table to a function.')
    .argument('<function>', 'with a version or alias behind a colon, if you like')
    .argument('<table>')
    .action(
      async (name: string, table: string, { endpoint, json, ...flags }: Flags & TriggerFlags) => {
        const { addMapping } = await import('./client/mappings.ts');
        const connection = json === undefined ? { endpoint } : { endpoint, json };
        const { trigger, others: scope } = splitFlags(flags);
        const request = { function: name, table, ...trigger, ...scope };
        await perform(connection, (client) => addMapping(client, request));
      },
    );
  for (const option of triggerOptions()) command.addOption(option);
  return command;
}

function recordCommand(): Command {
  return scopedCommand('record', 'Tell what a mapping did with a record.')
    .argument('<uuid>')
    .argument('<shardId>')
    .argument('<sequenceNumber>')
    .action(async (uuid: string, shardId: string, sequenceNumber: string, flags: Flags) => {
      const { recordOfMapping } = await import('./client/mappings.ts');
      const query = { ...flags, shardId, sequenceNumber };
      await perform(flags, (client) => recordOfMapping(client, uuid, query));
    });
}

function removeCommand(): Command {
  return scopedCommand('remove', 'Delete a mapping.')
    .argument('<uuid>')
    .action(async (uuid: string, flags: Flags) => {
      const { removeMapping } = await import('./client/mappings.ts');
      await perform(flags, (client) => removeMapping(client, uuid, flags));
    });
}
