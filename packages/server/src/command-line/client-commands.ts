// The commands that call a running server. Here is what they take; what they do is in `client/`.

import { type Command, Option } from 'commander';
import type { ConnectionFlags } from './client/perform.ts';
import type { ScopeFlags } from './client/shards.ts';
import { clientCommand, perform, scopedCommand } from './client-options.ts';
import { clockCommand } from './clock-command.ts';
import { faultsCommand } from './faults-command.ts';
import { functionCommand } from './function-command.ts';
import { mappingsCommand } from './mappings-command.ts';
import { shardsCommand } from './shards-command.ts';

export function clientCommands(): readonly Command[] {
  return [
    clockCommand(),
    shardsCommand(),
    recordsCommand(),
    faultsCommand(),
    functionCommand(),
    mappingsCommand(),
    healthCommand(),
    metricsCommand(),
  ];
}

interface RecordFlags extends ConnectionFlags, ScopeFlags {
  readonly sequenceNumber?: string;
  readonly key?: string;
}

function recordsCommand(): Command {
  return scopedCommand('records', 'Tell where records of a stream are or went, and who read them.')
    .argument('<table>')
    .addOption(new Option('--sequence-number <number>', 'the record with this number'))
    .addOption(
      new Option(
        '--key <json>',
        'the records of the item with this key, as DynamoDB JSON',
      ).conflicts('sequenceNumber'),
    )
    .action(async (table: string, flags: RecordFlags, command: Command) => {
      const { region, account, sequenceNumber, key } = flags;
      if (sequenceNumber === undefined && key === undefined) {
        command.error('error: say which record: --sequence-number <number> or --key <json>');
      }
      const { findRecords } = await import('./client/records.ts');
      await perform(flags, (client) =>
        findRecords(client, { table, region, account, sequenceNumber, key }),
      );
    });
}

function healthCommand(): Command {
  return clientCommand('health', 'Tell whether a server takes requests.').action(
    async (flags: ConnectionFlags) => {
      const { health } = await import('./client/health.ts');
      await perform(flags, health);
    },
  );
}

function metricsCommand(): Command {
  return clientCommand('metrics', 'Print what Prometheus would get.').action(
    async (flags: ConnectionFlags) => {
      const { metrics } = await import('./client/metrics.ts');
      await perform(flags, metrics);
    },
  );
}
