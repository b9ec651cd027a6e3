// Who may import whom, as data: the layers of the server from the bottom up, and what the other
// folders may reach. What is not listed is forbidden. import-rules.ts enforces it.

/** A folder of packages/server/src. A file belongs to the longest path that holds it. */
export interface Layer {
  readonly path: string;
  /** Layers of which it may import everything. `base` and the layer itself go without saying. */
  readonly uses: readonly string[];
  /** Layers or files of which it may import types. */
  readonly types?: readonly string[] | 'all';
  /** By file, the only values that it may import beyond `uses`. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /** Pure: no `node:` module and nothing asynchronous. */
  readonly pure?: true;
}

/** The layer of the files directly in packages/server/src: they put the folders together. */
export const composition = 'src';

const everything = [
  'model',
  'expressions',
  'partiql',
  'write',
  'store',
  'store/sqlite',
  'store/postgres',
  'database',
  'log',
  'kinesis',
  'lambda',
  'cloud',
  'followers',
  'access',
  'control',
  'api',
  'command-line',
];

export const layers: readonly Layer[] = [
  { path: 'base', uses: [] },
  { path: 'model', uses: [], pure: true },
  { path: 'expressions', uses: ['model'], pure: true },
  { path: 'partiql', uses: ['model', 'expressions'], pure: true },
  { path: 'write', uses: ['model', 'expressions'], pure: true },
  { path: 'store', uses: [] },
  { path: 'store/sqlite', uses: ['store'] },
  { path: 'store/postgres', uses: ['store'] },
  { path: 'database', uses: ['write', 'partiql', 'expressions', 'model', 'store'] },
  {
    path: 'log',
    uses: ['store', 'model'],
    types: ['write'],
    // It hands out what `write` encoded, and refuses as `write` does.
    values: { 'write/entry.ts': ['decodeEntry'], 'write/refusal.ts': ['Refused'] },
  },
  { path: 'kinesis', uses: ['log', 'store', 'model'] },
  { path: 'lambda', uses: ['store', 'model'] },
  { path: 'cloud', uses: [] },
  {
    path: 'followers',
    // The store is where they keep their own positions; to `cloud` goes what triggers give up.
    uses: ['log', 'lambda', 'kinesis', 'cloud', 'store', 'model'],
    // What the log refuses with.
    values: { 'write/refusal.ts': ['Refused'] },
  },
  { path: 'access', uses: ['store', 'model'] },
  {
    path: 'control',
    uses: ['model'],
    types: 'all',
    // What the parts that it turns refuse with.
    values: {
      'write/refusal.ts': ['Refused'],
      'lambda/functions/development.ts': ['FunctionProblem'],
      'followers/triggers/mappings/development-mappings.ts': ['MappingProblem'],
    },
  },
  {
    path: 'api',
    uses: ['database', 'log', 'kinesis', 'lambda', 'followers', 'access', 'control'],
    types: 'all',
    // The errors that it turns into answers, and the names that it parses out of requests.
    values: {
      'write/refusal.ts': ['Refused'],
      'model/invalid-input.ts': ['InvalidInput'],
      'store/store.ts': ['StoreUnavailable', 'CannotOpenStore'],
      'model/table.ts': ['definedAttributes', 'partsOf', 'tableArn'],
      'model/stream.ts': ['streamArn'],
      'partiql/parse-statement.ts': ['parseStatement'],
      'model/backup.ts': ['backupArn', 'backupNameOf'],
      // It hands on what is for SQS, SNS and S3, and answers when that fails.
      'cloud/emulator/emulator.ts': [
        'EmulatorUnavailable',
        'MAX_MESSAGE_BYTES',
        'MAX_OBJECT_BYTES',
      ],
      'cloud/emulator/error-body.ts': ['errorBody'],
    },
  },
  {
    path: 'command-line',
    uses: [],
    types: 'all',
    values: { 'options.ts': ['defaultOptions'] },
  },
  { path: composition, uses: everything },
];

/**
 * Folders whose subfolders never import each other, apart from the shared ones. Files that lie
 * directly in such a folder put the subfolders together and may import them all.
 */
export const dividedFolders: Readonly<Record<string, readonly string[]>> = {
  api: ['http', 'aws-json', 'rest-json', 'validation', 'errors', 'operation'],
  followers: ['delivery'],
};

/** npm packages that only one layer of the server may import, although the package declares them. */
export const packagesOfLayers: Readonly<Record<string, string>> = {
  'big.js': 'model',
  'prom-client': 'control',
  yauzl: 'lambda',
  commander: 'command-line',
  cborg: 'api',
  '@headwater/consumer': 'followers',
  // Everybody else goes through cloud/cloud-services.ts, so that nobody loads them who does not need them.
  '@aws-sdk/client-sqs': 'cloud',
  '@aws-sdk/client-sns': 'cloud',
  '@aws-sdk/client-s3': 'cloud',
  fauxqs: 'cloud',
};

/** Files that may re-export: what package.json names as the entry of a package. */
export const entryPoints: readonly string[] = [
  'packages/server/src/index.ts',
  'packages/consumer/src/index.ts',
];

/** Time and randomness come from a Runtime: only this file asks the platform for them. */
export const platformDoor = 'packages/server/src/base/system-runtime.ts';

/** What the platform door keeps to itself; '*' is the whole module. */
export const platformOnly: Readonly<Record<string, readonly string[]>> = {
  'node:timers': ['*'],
  'node:timers/promises': ['*'],
  'node:perf_hooks': ['*'],
  'node:crypto': ['randomBytes', 'randomInt', 'randomUUID', 'randomFill', 'randomFillSync'],
};

/** What the code outside packages/server/src may import of it: path prefixes. */
export const reachOfOutsiders: Readonly<Record<string, readonly string[]>> = {
  'packages/server/test/': ['packages/server/src/'],
  // The consumer knows nothing of the server; its tests follow streams of a real one.
  'packages/consumer/test/': [
    'packages/server/src/',
    // A server that is a process, and where it keeps its data.
    'packages/server/test/crash/server-process.ts',
    'packages/server/test/temporary-directory.ts',
  ],
  'bench/': ['packages/server/src/', 'packages/consumer/src/'],
  // The defaults that its page lists.
  'tools/docs/': ['packages/consumer/src/settings.ts'],
  'examples/': [
    'packages/server/src/index.ts',
    'packages/consumer/src/index.ts',
    'packages/consumer/src/dynamodb-leases.ts',
    'packages/consumer/src/dynamodb-streams.ts',
    'packages/consumer/src/lease-storage.ts',
    'packages/consumer/src/lease-store-contract.ts',
  ],
};

/** Code that only tests run: free of the layer table, and never imported by what ships. */
export function isTestCode(file: string): boolean {
  return (
    file.endsWith('.test.ts') ||
    /(?:^|\/)(?:test|testing)\//.test(file) ||
    file.endsWith('/arbitrary.ts') ||
    /\/src\/store\/contract[./]/.test(file)
  );
}
