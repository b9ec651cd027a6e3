// A process that commits without end, from several writers, until it is killed. Each commit puts its
// writer's key and appends to its lane the same text; once it was acknowledged, the process prints it.

import { writeSync } from 'node:fs';
import { utf8Bytes } from '../../../base/bytes.ts';
import { openSqliteStore } from '../open-sqlite-store.ts';

const WRITERS = 8;
const dataDir = process.argv[2] ?? '';
const store = await openSqliteStore({ location: { dataDir }, durability: 'fsync' });

async function commitForever(writer: number): Promise<never> {
  const lane = `lane ${writer % 3}`;
  const key = utf8Bytes(`writer ${writer}`);
  for (;;) {
    const text = await store.commit({
      lanes: [lane],
      reads: [],
      decide({ head }) {
        const next = `${writer} ${lane} ${head(lane) + 1}`;
        // Padded, so that checkpoints happen too.
        const bytes = utf8Bytes(next.padEnd(3000));
        return {
          puts: [[key, bytes] as const],
          appends: [{ lane, entry: bytes }],
          result: next,
        };
      },
    });
    // At once and in this process: a stream could lose it in the kill, or print it later.
    writeSync(1, `${text}\n`);
  }
}

await Promise.all(Array.from({ length: WRITERS }, (_, writer) => commitForever(writer)));
