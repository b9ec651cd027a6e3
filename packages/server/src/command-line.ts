// The command line, as options. Every option can also come from the environment, as HEADWATER_*.

import { Command, InvalidArgumentError, Option } from 'commander';
import { defaultOptions, type ServerOptions } from './options.ts';

interface StartFlags {
  readonly host: string;
  readonly port: number;
  readonly dataDir?: string;
  readonly inMemory?: boolean;
  readonly durability: ServerOptions['durability'];
  readonly partitions: number;
  readonly transitionMs: number;
  readonly validationWording: ServerOptions['validationWording'];
  readonly enforceThroughput?: boolean;
  readonly allowRemote?: boolean;
}

/** The program; `start` is called with what the user asked for. */
export function commandLine(
  version: string,
  start: (options: ServerOptions) => Promise<void>,
): Command {
  const program = new Command('headwater')
    .description('DynamoDB tables whose every item change is a record in a durable stream.')
    .version(version);
  program
    .command('start')
    .description('Run the server until SIGTERM or SIGINT.')
    .addOption(option('--host <host>', 'address to listen on', defaultOptions.host))
    .addOption(
      option(
        '--port <port>',
        'port to listen on; 0 picks a free one',
        defaultOptions.port,
      ).argParser(wholeNumber(0, 65_535)),
    )
    .addOption(
      option('--data-dir <dir>', `where data lives (default: "${defaultOptions.dataDir}")`),
    )
    .addOption(option('--in-memory', 'keep everything in memory').conflicts('dataDir'))
    .addOption(
      option(
        '--durability <kind>',
        'fsync: an acknowledged write survives a power loss; os: it survives a killed process',
        defaultOptions.durability,
      ).choices(['fsync', 'os']),
    )
    .addOption(
      option(
        '--partitions <count>',
        'partitions, and so shards, of a new table that does not ask otherwise',
        defaultOptions.partitions,
      ).argParser(wholeNumber(1, 1000)),
    )
    .addOption(
      option(
        '--transition-ms <ms>',
        'how long tables stay CREATING, UPDATING or DELETING',
        defaultOptions.transitionMs,
      ).argParser(wholeNumber(0, 86_400_000)),
    )
    .addOption(
      option(
        '--validation-wording <wording>',
        'current: messages as AWS words them since mid 2026; legacy: as before',
        defaultOptions.validationWording,
      ).choices(['current', 'legacy']),
    )
    .addOption(
      option('--enforce-throughput', 'refuse what exceeds the provisioned throughput of a table'),
    )
    .addOption(
      option('--allow-remote', 'listen beyond loopback although no credentials are checked'),
    )
    .action(async (flags: StartFlags) => start(optionsOf(flags)));
  return program;
}

function option(flags: string, description: string, byDefault?: string | number): Option {
  const made = new Option(flags, description);
  const variable = `HEADWATER_${made.name().toUpperCase().replaceAll('-', '_')}`;
  // Commander takes any value of a flag's variable as on, and an empty one as a value; to its users
  // both mean that nothing was set.
  const off = made.isBoolean() ? ['', '0', 'false', 'no', 'off'] : [''];
  if (off.includes(process.env[variable]?.toLowerCase() ?? 'unset')) delete process.env[variable];
  made.env(variable);
  return byDefault === undefined ? made : made.default(byDefault);
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It takes a whole number from ${least} to ${most}.`);
  };
}

function optionsOf(flags: StartFlags): ServerOptions {
  const { inMemory, dataDir, allowRemote, enforceThroughput, ...rest } = flags;
  return {
    ...rest,
    dataDir: inMemory === true ? undefined : (dataDir ?? defaultOptions.dataDir),
    enforceThroughput: enforceThroughput ?? false,
    allowRemote: allowRemote ?? false,
  };
}
