// `headwater shards`

import { Command, Option } from 'commander';
import type { ConnectionFlags } from './client/perform.ts';
import type { ScopeFlags, ShardAction } from './client/shards.ts';
import { perform, scopedCommand } from './client-options.ts';

interface ShardFlags extends ConnectionFlags, ScopeFlags {
  readonly upTo?: string;
}

export function shardsCommand(): Command {
  return new Command('shards')
    .description('Show the shards of a table, or split, roll over or trim them.')
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(changeCommand('split', 'Split shards in two; without an id all that are open.'))
    .addCommand(changeCommand('roll', 'Close shards and open one child of each.'))
    .addCommand(
      changeCommand('trim', 'Take records away; without an id those of all shards.').addOption(
        new Option('--up-to <number>', 'the last sequence number that goes'),
      ),
    )
    .addCommand(changeCommand('expire-iterators', 'Make the iterators expire that there are.'));
}

function listCommand(): Command {
  return scopedCommand('list', "Show the shards of a table's streams, children below parents.")
    .argument('<table>')
    .action(async (table: string, flags: ShardFlags) => {
      const { listShards } = await import('./client/shards.ts');
      const { region, account } = flags;
      await perform(flags, (client) => listShards(client, { table, region, account }));
    });
}

function changeCommand(action: ShardAction, description: string): Command {
  return scopedCommand(action, description)
    .argument('<table>')
    .argument('[shardId]')
    .action(async (table: string, shardId: string | undefined, flags: ShardFlags) => {
      const { changeShards } = await import('./client/shards.ts');
      const { region, account, upTo } = flags;
      await perform(flags, (client) =>
        changeShards(client, { action, table, shardId, region, account, upTo }),
      );
    });
}
