// What the commands that call a running server have in common.

import { Command, InvalidArgumentError } from 'commander';
import { defaultOptions } from '../options.ts';
import type { ControlClient } from './client/control-client.ts';
import type { ConnectionFlags, Report } from './client/perform.ts';
import { option } from './options.ts';

const DEFAULT_ENDPOINT = `http://${defaultOptions.host}:${defaultOptions.port}`;

/** A command with `--endpoint` and `--json`. */
export function clientCommand(nameAndArguments: string, description: string): Command {
  return new Command(nameAndArguments)
    .description(description)
    .addOption(
      option('--endpoint <url>', 'the server to call', DEFAULT_ENDPOINT).argParser(endpoint),
    )
    .addOption(option('--json', 'print what the server answers, as JSON'));
}

/** A command with `--region` and `--account` too, which are the name space of a table. */
export function scopedCommand(nameAndArguments: string, description: string): Command {
  // The variable that older versions of the AWS CLI read.
  const region = process.env['AWS_DEFAULT_REGION'] || 'us-east-1';
  return clientCommand(nameAndArguments, description)
    .addOption(option('--region <region>', 'region of the table', region, 'AWS_REGION'))
    .addOption(option('--account <id>', 'account of the table', '000000000000'));
}

/** What these commands do is loaded when one of them runs. */
export async function perform(
  flags: ConnectionFlags,
  command: (client: ControlClient) => Promise<Report>,
): Promise<void> {
  const client = await import('./client/perform.ts');
  await client.perform(flags, command);
}

function endpoint(text: string): string {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return url.href.replace(/\/+$/, '');
  throw new InvalidArgumentError('It takes the URL of a server, such as http://127.0.0.1:8000.');
}
