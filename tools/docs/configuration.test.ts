// docs/configuration.md says what `headwater start --help` says: same options, variables and defaults.

import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tableRows } from './markdown.ts';
import { repository } from './running-server.ts';

interface Documented {
  readonly flags: string;
  readonly variable: string | undefined;
  readonly byDefault: string | undefined;
  readonly choices: readonly string[];
}

/** One paragraph an option: flags, then a description over several lines. */
function helpOptions(help: string): Documented[] {
  const [, options = ''] = help.split(/^Options:$/m);
  return options
    .split(/\n {2}(?=-)/)
    .map((option) => option.trim().replaceAll(/\s+/g, ' '))
    .filter((option) => option.startsWith('--'))
    .map((option) => ({
      flags: /^--[a-z-]+(?: <[a-z]+>)?/.exec(option)?.[0] ?? '',
      variable: /env: (\w+)/.exec(option)?.[1],
      byDefault: /default: "?([^",)]+)"?/.exec(option)?.[1],
      choices: [
        ...(/choices: ([^)]*?)(?:, default|, env|\))/.exec(option)?.[1] ?? '').matchAll(/"(\w+)"/g),
      ].map(([, choice]) => choice ?? ''),
    }));
}

function pageOptions(page: string): Documented[] {
  return tableRows(page).map(([flags = '', variable = '', byDefault = '', meaning = '']) => ({
    flags: code(flags) ?? '',
    variable: code(variable),
    byDefault: code(byDefault),
    choices: [...meaning.matchAll(/`(\w+)`:/g)].map(([, choice]) => choice ?? ''),
  }));
}

function code(cell: string): string | undefined {
  return /^`([^`]+)`$/.exec(cell)?.[1];
}

test('every option is documented with its variable, its default and its choices', () => {
  const help = execFileSync(process.execPath, ['packages/server/src/main.ts', 'start', '--help'], {
    cwd: repository,
    encoding: 'utf8',
  });
  const options = helpOptions(help);
  expect(options.length).toBeGreaterThan(5);
  const page = readFileSync(join(repository, 'docs/configuration.md'), 'utf8');
  expect(pageOptions(page)).toEqual(options);
});

test('beyond loopback the server listens only when it is told to by name', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['packages/server/src/main.ts', 'start', '--in-memory', '--port', '0', '--host', '0.0.0.0'],
    { cwd: repository, encoding: 'utf8' },
  );
  expect(stderr).toContain('start it with --allow-remote');
  expect(status).toBe(1);
});
