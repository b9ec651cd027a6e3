// The function whose trigger is measured. It notes when it was called with what, and tells when it is asked.

interface Event {
  readonly Records?: readonly {
    readonly dynamodb: { readonly Keys: { readonly id: { S: string } } };
  }[];
  /** For how long to parse the last event again and again. */
  readonly parseMs?: number;
}

export interface Call {
  /** When the handler began: epoch milliseconds and their fractions, by the machine's clock. */
  readonly at: number;
  readonly records: number;
  /** Key of the first record. */
  readonly first: string;
}

interface Parsing {
  readonly recordsPerSecond: number;
  /** Of CPU, for one record. */
  readonly cpuMicroseconds: number;
}

export interface Told {
  readonly calls: readonly Call[];
  /** Of this process, since its start. */
  readonly cpuMicroseconds: number;
  /** How fast it parses such events, without doing anything else; absent when it was not asked to. */
  readonly parsing?: Parsing;
}

let calls: Call[] = [];
let last: Event = {};

export const handler = (event: Event): Promise<Told | null> => {
  const at = performance.timeOrigin + performance.now();
  const { Records, parseMs = 0 } = event;
  if (Records === undefined) {
    const told = { calls, cpuMicroseconds: cpu() };
    calls = [];
    return Promise.resolve(parseMs === 0 ? told : { ...told, parsing: parsing(parseMs) });
  }
  calls.push({ at, records: Records.length, first: Records[0]?.dynamodb.Keys.id.S ?? '' });
  last = event;
  return Promise.resolve(null);
};

function cpu(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function parsing(ms: number): Parsing {
  const bytes = Buffer.from(JSON.stringify(last));
  const begun = performance.now();
  const before = cpu();
  let records = 0;
  while (performance.now() - begun < ms) {
    records += (JSON.parse(bytes.toString('utf8')) as Event).Records?.length ?? 0;
  }
  return {
    recordsPerSecond: (1000 * records) / (performance.now() - begun),
    cpuMicroseconds: (cpu() - before) / records,
  };
}
