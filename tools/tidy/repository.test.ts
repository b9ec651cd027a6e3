// Rules about the repository as a whole that no linter checks.

import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { isTestCode } from './layers.ts';
import { headingAnchors, relativeLinks } from './links.ts';
import { isSource, listFiles, readText } from './repository.ts';

const codeLinesAim = 300;
const codeLinesMax = 400;
const testLinesMax = 800;

const paths = listFiles();
const sources = paths.filter((path) => isSource(path));
const texts = new Map(
  paths
    .filter(
      (path) => isSource(path) || /\.(?:md|json|ya?ml|toml|html|css|txt|sh|py)$|\/run$/.test(path),
    )
    .map((path) => [path, readText(path)]),
);

/** `path:line: text` for every line that matches. */
function linesWith(pattern: RegExp, among: (path: string) => boolean): string[] {
  return [...texts]
    .filter(([path]) => among(path))
    .flatMap(([path, text]) =>
      text
        .split('\n')
        .flatMap((line, index) =>
          pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [],
        ),
    );
}

test('the files are read', () => {
  expect(sources.length).toBeGreaterThan(40);
  expect(sources).toContain('tools/tidy/repository.test.ts');
  expect(texts.has('package-lock.json')).toBe(true);
});

test('no file grows too long', () => {
  const lines = sources.map((path) => {
    const count = (texts.get(path) ?? '').split('\n').length - 1;
    return { path, count, max: isTestCode(path) ? testLinesMax : codeLinesMax };
  });
  const long = lines.filter(({ path, count }) => count > codeLinesAim && !isTestCode(path));
  for (const { path, count } of long) {
    process.stderr.write(`${path} has ${count} lines; the aim is ${codeLinesAim} at most.\n`);
  }
  expect(lines.filter(({ count, max }) => count > max)).toEqual([]);
});

test('every source file says its role first, or with its first declaration', () => {
  const withoutImports = /^(?:import\s[^;]*;|\s+)*/;
  const silent = sources
    .filter((path) => !isTestCode(path))
    .filter((path) => {
      const text = (texts.get(path) ?? '').replace(/^#!.*/, '');
      return ![text, text.replace(withoutImports, '')].some((start) => /^\s*\/[/*]/.test(start));
    });
  expect(silent).toEqual([]);
});

test('nothing is left for later', () => {
  // Case-sensitive and in brackets, so that this line does not find itself.
  const marks = /\b(?:TOD[O]|FIXM[E]|XX[X]|HAC[K])\b/;
  expect(linesWith(marks, (path) => path !== 'package-lock.json')).toEqual([]);
});

test('nothing names a place on one machine', () => {
  const places = /(?<![\w.:/-])\/(?:hom[e]|User[s]|roo[t]|wor[k])\/|[A-Z]:\\+User[s]/;
  expect(linesWith(places, () => true)).toEqual([]);
});

test('every test runs', () => {
  const held = /\b(?:describe|it|suite|test)(?:\.\w+)*\.(?:only|skip|skipIf|runIf|todo)\b/;
  expect(linesWith(held, (path) => isSource(path) && path.startsWith('packages/'))).toEqual([]);
  expect(linesWith(/\bretry:\s*[1-9]/, isSource)).toEqual([]);
});

test('the links of the pages lead somewhere', () => {
  const known = new Set(paths.flatMap((path) => [path, ...parents(path)]));
  const broken = [...texts]
    .filter(([path]) => path.endsWith('.md'))
    .flatMap(([path, text]) =>
      relativeLinks(text)
        .filter((link) => !leadsSomewhere(path, link, known))
        .map((link) => `${path}: ${link}`),
    );
  expect(broken).toEqual([]);
});

function leadsSomewhere(from: string, link: string, known: ReadonlySet<string>): boolean {
  const [file = '', anchor] = link.split('#');
  const target =
    file === '' ? from : posix.join(posix.dirname(from), decodeURI(file)).replace(/\/$/, '');
  if (target !== '.' && !known.has(target)) return false;
  if (anchor === undefined || !target.endsWith('.md')) return true;
  return headingAnchors(texts.get(target) ?? '').has(anchor);
}

function parents(path: string): string[] {
  const folder = posix.dirname(path);
  return folder === '.' ? [] : [folder, ...parents(folder)];
}

test('the lock file names no host, so that any registry serves it', () => {
  const lock: { packages: Record<string, { resolved?: string; link?: boolean }> } = JSON.parse(
    readText('package-lock.json'),
  );
  const hosts = Object.entries(lock.packages)
    .filter(([, { resolved, link }]) => resolved !== undefined && link !== true)
    .map(([path, { resolved }]) => `${path}: ${resolved}`);
  expect(hosts).toEqual([]);
});

test('packages are pinned to one version', () => {
  const loose = paths
    .filter((path) => posix.basename(path) === 'package.json')
    .flatMap((path) => {
      const manifest: Record<string, Record<string, string> | undefined> = JSON.parse(
        readText(path),
      );
      return ['dependencies', 'devDependencies', 'optionalDependencies']
        .flatMap((kind) => Object.entries(manifest[kind] ?? {}))
        .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
        .map(([name, version]) => `${path}: ${name} ${version}`);
    });
  expect(loose).toEqual([]);
});
