// A process that opens the data directory given as its argument, and then reads each key that it is told,
// saying how long the value is.

import { createInterface } from 'node:readline';
import { utf8Bytes } from '../../../base/bytes.ts';
import { openSqliteStore } from '../open-sqlite-store.ts';

const dataDir = process.argv[2] ?? '';
const store = await openSqliteStore({ location: { dataDir }, durability: 'fsync' });
process.stdout.write('open\n');
for await (const key of createInterface({ input: process.stdin })) {
  const [value] = await store.get([utf8Bytes(key)]);
  process.stdout.write(`${value?.length}\n`);
}
