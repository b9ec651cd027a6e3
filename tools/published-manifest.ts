// The package.json that npm gets: the workspace's, with the built files in place of the sources and
// without what only development needs.

type Json = Record<string, unknown>;

export interface PublishedManifest {
  readonly json: Json;
  /** The files that it names, in dist. */
  readonly targets: readonly string[];
}

const developmentFields = new Set([
  'devDependencies',
  'scripts',
  'private',
  'files',
  'bin',
  'exports',
]);

/**
 * `bin` and `exports` name sources, `src/x.ts`, which were built as `lib/x.js`: as deep as they were,
 * so that `../package.json` is the same file for both. Anything else in them is refused.
 */
export function publishedManifest(workspace: Json): PublishedManifest {
  const kept = Object.entries(workspace).filter(([field]) => !developmentFields.has(field));
  const bin = mapValues(workspace['bin'], (source) => `${builtName(source)}.js`);
  const exported = mapValues(workspace['exports'], (source) => ({
    types: `./${builtName(source)}.d.ts`,
    default: `./${builtName(source)}.js`,
  }));
  return {
    json: {
      ...Object.fromEntries(kept),
      ...(bin === undefined ? {} : { bin }),
      ...(exported === undefined ? {} : { exports: exported }),
    },
    targets: [
      ...Object.values(bin ?? {}),
      ...Object.values(exported ?? {}).flatMap((entry) => [entry.types, entry.default]),
    ],
  };
}

function builtName(source: unknown): string {
  const name = /^(?:\.\/)?src\/(.+)\.ts$/.exec(String(source))?.[1];
  if (name === undefined)
    throw new Error(`bin and exports name files of src, not ${String(source)}.`);
  return `lib/${name}`;
}

function mapValues<T>(record: unknown, map: (value: unknown) => T): Record<string, T> | undefined {
  if (typeof record !== 'object' || record === null) return undefined;
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
