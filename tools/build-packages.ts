// `npm run build`: turns each package into what npm gets, in packages/<name>/dist: JavaScript and
// types without the tests, a package.json that points to them, the licence and the readme. Then
// `npm publish packages/<name>/dist`.

import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publishedManifest } from './published-manifest.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

for (const name of readdirSync(join(root, 'packages'))) {
  const folder = join(root, 'packages', name);
  if (existsSync(join(folder, 'tsconfig.build.json'))) buildPackage(folder);
}

function buildPackage(folder: string): void {
  const dist = join(folder, 'dist');
  // What an earlier build left would be published too.
  rmSync(dist, { recursive: true, force: true });
  compile(folder);
  refuseSourceUrls(dist);
  copyAssets(join(folder, 'src'), join(dist, 'lib'));

  const workspace: Record<string, unknown> = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  const manifest = publishedManifest(workspace);
  for (const target of manifest.targets) {
    if (!existsSync(join(dist, target)))
      throw new Error(`${folder}: there is no ${target} in dist.`);
  }
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(manifest.json, undefined, 2)}\n`);
  copyFileSync(join(root, 'LICENSE'), join(dist, 'LICENSE'));
  const readme = [join(folder, 'README.md'), join(root, 'README.md')].find((path) =>
    existsSync(path),
  );
  if (readme !== undefined) copyFileSync(readme, join(dist, 'README.md'));
  console.log(`${String(manifest.json['name'])} ${String(manifest.json['version'])}: ${dist}`);
}

function compile(folder: string): void {
  const config = join(folder, 'tsconfig.build.json');
  const { status } = spawnSync('tsc', ['--project', config], {
    stdio: 'inherit',
    // npm puts node_modules/.bin on the PATH; tsc is a script on Windows.
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`tsc did not compile ${folder}.`);
}

/** tsc rewrites `./x.ts` in imports only: a worker's or an asset's URL would lead to no file. */
function refuseSourceUrls(dist: string): void {
  for (const entry of readdirSync(dist, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.js')) continue;
    const file = join(entry.parentPath, entry.name);
    const [url] = /new URL\(['"`][^'"`]*\.ts['"`]/.exec(readFileSync(file, 'utf8')) ?? [];
    if (url !== undefined) throw new Error(`${file} names a source: ${url}`);
  }
}

/** Whatever the sources read beside themselves at run time: SQL, JSON, pages. */
function copyAssets(source: string, built: string): void {
  for (const entry of readdirSync(source, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || entry.name.endsWith('.ts')) continue;
    const from = join(entry.parentPath, entry.name);
    const to = join(built, from.slice(source.length));
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(from, to);
  }
}
