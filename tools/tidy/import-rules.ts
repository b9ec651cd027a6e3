// Judges imports by the table in layers.ts. Pure: it gets the files and says what is wrong.

import { posix } from 'node:path';
import {
  composition,
  dividedFolders,
  entryPoints,
  isTestCode,
  layers,
  packagesOfLayers,
  platformDoor,
  platformOnly,
  reachOfOutsiders,
} from './layers.ts';
import type { Layer } from './layers.ts';
import type { FileImports, Import } from './read-imports.ts';

export interface SourceFile extends FileImports {
  /** From the root of the repository, with `/`. */
  readonly path: string;
}

/** What a package.json declares. The root's development packages serve every package's tests. */
export interface DeclaredPackages {
  readonly dependencies: ReadonlySet<string>;
  readonly devDependencies: ReadonlySet<string>;
}

const sourceRoot = 'packages/server/src/';

/**
 * Says of each forbidden import why it is; an empty list when all is well. `declared` is by the
 * folder of the package.json ('' for the root).
 */
export function importViolations(
  files: readonly SourceFile[],
  declared: ReadonlyMap<string, DeclaredPackages>,
): string[] {
  return files.flatMap((file) => [
    ...impurities(file),
    ...file.imports.flatMap((found) =>
      [
        isRelative(found.specifier)
          ? relativeRule(file.path, found)
          : packageRule(file.path, found, declared),
        reExportRule(file.path, found),
      ].flatMap((reason) =>
        reason === undefined
          ? []
          : [`${file.path}:${found.line} imports ${found.specifier}: ${reason}`],
      ),
    ),
  ]);
}

/** The layer of a file of the server: the one with the longest path that holds it. */
export function layerOf(path: string): Layer | undefined {
  if (!path.startsWith(sourceRoot)) return undefined;
  const inner = path.slice(sourceRoot.length);
  if (!inner.includes('/')) return layers.find((layer) => layer.path === composition);
  return layers
    .filter((layer) => inner.startsWith(`${layer.path}/`))
    .toSorted((a, b) => b.path.length - a.path.length)[0];
}

function impurities(file: SourceFile): string[] {
  if (isTestCode(file.path)) return [];
  if (file.path.startsWith(sourceRoot) && layerOf(file.path) === undefined) {
    return [`${file.path}: is in no layer; tools/tidy/layers.ts lists them`];
  }
  const [line] = file.asyncLines;
  if (layerOf(file.path)?.pure !== true || line === undefined) return [];
  return [`${file.path}:${line} is asynchronous, in a pure layer`];
}

function relativeRule(from: string, found: Import): string | undefined {
  const to = posix.join(posix.dirname(from), found.specifier);
  if (packageFolder(from) !== packageFolder(to) || layerOf(from) === undefined) {
    return outsiderRule(from, to);
  }
  if (isTestCode(from)) return undefined;
  if (isTestCode(to)) return 'what ships does not import what only tests use';
  return layerRule(from, to, found) ?? dividedRule(from, to);
}

/** For what is not a file of the server, or leaves its package. */
function outsiderRule(from: string, to: string): string | undefined {
  const sameFolder = packageFolder(from) === packageFolder(to);
  if (sameFolder && layerOf(to) === undefined) return undefined;
  if (isTestCode(from) && sameFolder) return undefined;
  const reach = Object.entries(reachOfOutsiders).find(([prefix]) => from.startsWith(prefix))?.[1];
  if (reach?.some((prefix) => to.startsWith(prefix))) return undefined;
  return 'leaves its package';
}

function layerRule(from: string, to: string, found: Import): string | undefined {
  const source = layerOf(from);
  const target = layerOf(to);
  if (source === undefined || target === undefined) return undefined; // impurities() reports it
  if (target === source || target.path === 'base') return undefined;
  if (source.uses.includes(target.path)) return undefined;

  const file = to.slice(sourceRoot.length);
  const allowedValues = source.values?.[file] ?? [];
  const wrong = found.values.filter((name) => !allowedValues.includes(name));
  if (wrong.length > 0) {
    return `${source.path} may not import ${wrong.join(', ')} of ${target.path}`;
  }
  if (found.values.length > 0 || source.types === 'all') return undefined;
  if (source.types?.some((path) => path === target.path || path === file)) return undefined;
  return `${source.path} may not import ${target.path}, not even its types`;
}

function dividedRule(from: string, to: string): string | undefined {
  for (const [folder, shared] of Object.entries(dividedFolders)) {
    const own = subfolder(from, folder);
    const other = subfolder(to, folder);
    if (own === undefined || other === undefined || own === other) continue;
    if (!shared.includes(other)) return `${folder}/${own} and ${folder}/${other} stay apart`;
  }
  return undefined;
}

function packageRule(
  from: string,
  found: Import,
  declared: ReadonlyMap<string, DeclaredPackages>,
): string | undefined {
  const { specifier, values } = found;
  if (specifier.startsWith('node:')) return platformRule(from, found);
  const name = packageName(specifier);
  const own = declared.get(packageFolder(from));
  const root = declared.get('');
  // Of some packages only the types are there, in a package of their own.
  const types = values.length === 0 ? `@types/${name}` : name;
  const forDevelopment = [own, root].some(
    (by) => by?.devDependencies.has(name) || by?.devDependencies.has(types),
  );
  const ships = from.startsWith('packages/') && !isTestCode(from);
  if (!own?.dependencies.has(name) && !(forDevelopment && (!ships || values.length === 0))) {
    return `${name} is not declared for it in ${posix.join(packageFolder(from), 'package.json')}`;
  }
  const layer = packagesOfLayers[name];
  if (layer === undefined || isTestCode(from) || layerOf(from)?.path === layer) return undefined;
  return layerOf(from) === undefined ? undefined : `only ${layer} uses ${name}`;
}

function platformRule(from: string, { specifier, values }: Import): string | undefined {
  if (isTestCode(from) || !from.startsWith(sourceRoot) || from === platformDoor) return undefined;
  if (layerOf(from)?.pure === true) return 'a pure layer uses no node: module';
  const kept = platformOnly[specifier] ?? [];
  const wrong = values.filter((name) => kept.includes('*') || kept.includes(name));
  return wrong.length === 0
    ? undefined
    : `${wrong.join(', ')}: time and randomness come from Runtime`;
}

function reExportRule(from: string, found: Import): string | undefined {
  if (!found.reExports || entryPoints.includes(from)) return undefined;
  return 're-exports: import it where it is declared';
}

function isRelative(specifier: string): boolean {
  return specifier.startsWith('.');
}

/** `packages/server`, or '' for all that belongs to the root's package.json. */
function packageFolder(path: string): string {
  return /^packages\/[^/]+/.exec(path)?.[0] ?? '';
}

function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

function subfolder(path: string, folder: string): string | undefined {
  const prefix = `${sourceRoot}${folder}/`;
  if (!path.startsWith(prefix)) return undefined;
  const [first, ...rest] = path.slice(prefix.length).split('/');
  return rest.length === 0 ? undefined : first;
}
