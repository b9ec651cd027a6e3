// A process that opens the data directory given as its argument, says so, and holds it until it is
// killed; or says that it was refused.

import { openSqliteStore } from '../open-sqlite-store.ts';

const dataDir = process.argv[2] ?? '';
try {
  await openSqliteStore({ location: { dataDir }, durability: 'fsync' });
} catch (error) {
  process.stdout.write(`${String(error)}\n`);
  process.exit(1);
}
process.stdout.write('open\n');
// Its end of the pipe keeps the process alive, and ends it should the test's process vanish.
process.stdin.resume();
