// NextToken: where a listing goes on, signed, and good for 300 seconds (ListShards).

import type { Kinesis } from '../../kinesis/kinesis.ts';
import { KinesisRefused } from '../../kinesis/kinesis-refusal.ts';
import { parseSigned, printSigned } from '../../kinesis/records/signed-bytes.ts';

const lifeMs = 300_000;

interface Issued<T> {
  /** Epoch milliseconds. */
  readonly at: number;
  /** The operation whose it is. */
  readonly of: string;
  readonly page: T;
}

export function printToken<T extends object>(
  { runtime, signingKey }: Kinesis,
  of: string,
  page: T,
): string {
  const issued: Issued<T> = { at: runtime.clock.now(), of, page };
  return printSigned('page', Buffer.from(JSON.stringify(issued)), signingKey);
}

/** @throws KinesisRefused for what is no token of this operation, or an old one */
export function parseToken<T extends object>(kinesis: Kinesis, of: string, token: string): T {
  const content = parseSigned('page', token, kinesis.signingKey);
  const issued = content === undefined ? undefined : (JSON.parse(content.toString()) as Issued<T>);
  if (issued === undefined || issued.of !== of) throw new KinesisRefused({ kind: 'token-invalid' });
  if (kinesis.runtime.clock.now() - issued.at > lifeMs) {
    throw new KinesisRefused({ kind: 'token-expired' });
  }
  return issued.page;
}
