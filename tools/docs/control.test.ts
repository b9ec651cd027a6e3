// docs/control.md lists the routes, the metrics and the commands that there are.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tableRows } from './markdown.ts';
import { repository, runServer } from './running-server.ts';

const page = readFileSync(join(repository, 'docs/control.md'), 'utf8');

/** The texts in code quotes in the first cell of each row of the first table under a heading. */
function firstCells(heading: string): string[][] {
  const [, section = ''] = page.split(new RegExp(`^#+ ${heading}$`, 'm'));
  const [table = ''] = /^\|[^]*?^(?!\|)/m.exec(section) ?? [];
  return tableRows(table).map(([cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text),
  );
}

test('every route is there, and no other method of it', async () => {
  const listed = firstCells('Control').flat();
  expect(listed.length).toBeGreaterThan(5);
  await using server = await runServer(['--in-memory']);
  const methods = Map.groupBy(listed, (route) => route.split(' ')[1] ?? '');
  for (const [path, routes] of methods) {
    const url = new URL(path.replace(/<\w+>/, 'any'), server.url);
    const { status, headers } = await fetch(url, { method: 'DELETE' });
    const offered = routes.flatMap((route) => (route.startsWith('GET') ? ['GET', 'HEAD'] : 'POST'));
    expect([path, status, headers.get('allow')?.split(', ').toSorted()]).toEqual([
      path,
      405,
      offered.toSorted(),
    ]);
  }
});

test('every metric of ours is documented', async () => {
  await using server = await runServer(['--in-memory', '--retention-bytes', '1000000']);
  // Some appear with the first round of the server's background work, of which one is due each second.
  const turned = await fetch(new URL('/_headwater/clock', server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"action":"advance","by":"2s"}',
  });
  expect(turned.status).toBe(200);
  const text = await (await fetch(new URL('/_headwater/metrics', server.url))).text();
  const shown = [...text.matchAll(/^# TYPE (headwater_\w+) /gm)].map(([, name = '']) => name);
  expect(firstCells('Metrics').flat().toSorted()).toEqual(shown.toSorted());
});

test('every command is documented', () => {
  const documented = firstCells('From the command line')
    .flat()
    .map((command) => command.replace(/ <\w+>$/, ''));
  const offered = commandsOf([]).flatMap((command) => {
    if (command === 'start') return [];
    // The one that runs when none is named is documented under the name of the group.
    const own = commandsOf([command]).filter((name) => name !== 'list' && name !== 'read');
    return [command].concat(own.map((name) => `${command} ${name}`));
  });
  expect(documented.toSorted()).toEqual(offered.toSorted());
});

function commandsOf(group: readonly string[]): string[] {
  const parameters = ['packages/server/src/main.ts', ...group, '--help'];
  const help = execFileSync(process.execPath, parameters, { cwd: repository, encoding: 'utf8' });
  const [, commands = ''] = help.split(/^Commands:$/m);
  return [...commands.matchAll(/^ {2}([a-z][\w-]*)/gm)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'help');
}
