// What Headwater uses of the package fauxqs, which emulates SQS, SNS and S3. Its own way to start listens on
// every address of the machine, which Headwater never does; so its parts are put together here, and get their
// requests from Headwater's port. The parts that keep its data are not exported, hence the imports by path: the
// version is pinned, and the tests of this folder use all of them.

import type { buildApp } from 'fauxqs';

type BuildOptions = NonNullable<Parameters<typeof buildApp>[0]>;

export type Stores = NonNullable<BuildOptions['stores']>;
export type Persistence = NonNullable<Stores['sqsStore']['persistence']>;
export type App = ReturnType<typeof buildApp>;

export interface Fauxqs {
  readonly buildApp: typeof buildApp;
  readonly SqsStore: new () => Stores['sqsStore'];
  readonly SnsStore: new () => Stores['snsStore'];
  readonly S3Store: new () => Stores['s3Store'];
  readonly PersistenceManager: new (directory: string) => Persistence;
}

export async function loadFauxqs(): Promise<Fauxqs> {
  const entry = import.meta.resolve('fauxqs');
  const paths = [
    entry,
    './sqs/sqsStore.js',
    './sns/snsStore.js',
    './s3/s3Store.js',
    './persistence.js',
  ];
  const parts: object[] = await Promise.all(paths.map((path) => import(new URL(path, entry).href)));
  return Object.assign({}, ...parts) as Fauxqs;
}
