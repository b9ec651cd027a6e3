// The server under test, in a process of its own, as users run it.

import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Child } from './child.ts';

export interface HeadwaterProcess {
  readonly child: Child;
  readonly port: number;
  readonly url: string;
  /** From the call to the ready line. */
  readonly startMs: number;
  /** From the moment at which Node had loaded to the ready line. */
  readonly ownStartMs: number;
}

const MAIN = new URL('../packages/server/src/main.ts', import.meta.url);

/** Rejects with what the server wrote when it does not come up. */
export async function startHeadwater(dataDir: string): Promise<HeadwaterProcess> {
  const calledAt = now();
  const args = ['start', '--port', '0', '--data-dir', dataDir];
  const child = new Child(MAIN, args);
  const { stdout, stderr } = child.process;
  if (stdout === null || stderr === null) throw new Error('the server has no output');
  const errors: string[] = [];
  stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const lines = createInterface({ input: stdout });
  const [line] = (await Promise.race([
    once(lines, 'line'),
    once(child.process, 'exit').then(() => ['']),
  ])) as [string];
  const readyAt = now();
  const url = /http:\S+/.exec(line)?.[0];
  if (url === undefined) throw new Error(`Headwater did not start: ${errors.join('')}`);
  const { loadedAt } = await child.vitals();
  return {
    child,
    url,
    port: Number(new URL(url).port),
    startMs: readyAt - calledAt,
    ownStartMs: readyAt - loadedAt,
  };
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
