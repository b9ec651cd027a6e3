// `headwater start`, with what can be set about a server.

import { Command, type Option } from 'commander';
import { defaultOptions, type ServerOptions } from '../options.ts';
import { duration, option, wholeNumber } from './options.ts';

interface StartFlags {
  readonly host: string;
  readonly port: number;
  readonly dataDir?: string;
  readonly inMemory?: boolean;
  readonly durability: ServerOptions['durability'];
  readonly partitions: number;
  readonly transitionMs: number;
  readonly validationWording: ServerOptions['validationWording'];
  readonly retention: number;
  readonly retentionBytes: number;
  readonly shardLifetime: number;
  readonly splitAbove: number;
  readonly enforceThroughput?: boolean;
  readonly enforceStreamLimits?: boolean;
  readonly functions?: string;
  readonly allowRemote?: boolean;
}

export function startCommand(start: (options: ServerOptions) => Promise<void>): Command {
  const command = new Command('start')
    .description('Run the server until SIGTERM or SIGINT.')
    .action(async (flags: StartFlags) => start(optionsOf(flags)));
  for (const made of [...placeOptions(), ...tableOptions(), ...streamOptions(), ...refusals()]) {
    command.addOption(made);
  }
  return command;
}

function placeOptions(): Option[] {
  return [
    option('--host <host>', 'address to listen on', defaultOptions.host),
    option('--port <port>', 'port to listen on; 0 picks a free one', defaultOptions.port).argParser(
      wholeNumber(0, 65_535),
    ),
    option('--data-dir <dir>', `where data lives (default: "${defaultOptions.dataDir}")`),
    option('--in-memory', 'keep everything in memory').conflicts('dataDir'),
    option(
      '--durability <kind>',
      'fsync: an acknowledged write survives a power loss; os: it survives a killed process',
      defaultOptions.durability,
    ).choices(['fsync', 'os']),
  ];
}

function tableOptions(): Option[] {
  return [
    option(
      '--partitions <count>',
      'partitions, and so shards, of a new table that does not ask otherwise',
      defaultOptions.partitions,
    ).argParser(wholeNumber(1, 1000)),
    option(
      '--transition-ms <ms>',
      'how long tables stay CREATING, UPDATING or DELETING',
      defaultOptions.transitionMs,
    ).argParser(wholeNumber(0, 86_400_000)),
    option(
      '--validation-wording <wording>',
      'current: messages as AWS words them since mid 2026; legacy: as before',
      defaultOptions.validationWording,
    ).choices(['current', 'legacy']),
  ];
}

function streamOptions(): Option[] {
  return [
    option('--retention <duration>', 'how long streams keep records')
      .default(defaultOptions.retentionMs, '24h')
      .argParser(duration(60_000)),
    option(
      '--retention-bytes <bytes>',
      'most bytes of records that all streams keep together, the newest; 0 is no bound',
      defaultOptions.retentionBytes,
    ).argParser(wholeNumber(0, Number.MAX_SAFE_INTEGER)),
    option(
      '--shard-lifetime <duration>',
      'how long a shard is open before it rolls over; 0s for ever',
    )
      .default(defaultOptions.shardLifetimeMs, '4h')
      .argParser(duration(0)),
    option(
      '--split-above <records>',
      'records a second of a shard above which, for half a minute, it is split; 0 splits none',
      defaultOptions.splitAbove,
    ).argParser(wholeNumber(0, 1_000_000)),
  ];
}

/** What there is, is refused or allowed beyond the usual. */
function refusals(): Option[] {
  return [
    option('--enforce-throughput', 'refuse what exceeds the provisioned throughput of a table'),
    option(
      '--enforce-stream-limits',
      'refuse what exceeds what one shard takes in a second: reads of streams, and writes of Kinesis streams',
    ),
    option(
      '--functions <file>',
      'JSON file that says which functions there are, and what calls them',
    ),
    option('--allow-remote', 'listen beyond loopback although no credentials are checked'),
  ];
}

function optionsOf(flags: StartFlags): ServerOptions {
  const { inMemory, dataDir, allowRemote, enforceThroughput, enforceStreamLimits, ...others } =
    flags;
  const { retention, shardLifetime, functions, ...rest } = others;
  return {
    ...rest,
    retentionMs: retention,
    shardLifetimeMs: shardLifetime,
    dataDir: inMemory === true ? undefined : (dataDir ?? defaultOptions.dataDir),
    functionsFile: functions,
    enforceThroughput: enforceThroughput ?? false,
    enforceStreamLimits: enforceStreamLimits ?? false,
    allowRemote: allowRemote ?? false,
  };
}
