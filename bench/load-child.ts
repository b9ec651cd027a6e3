// The load generator, in a process of its own: as many connections as asked for, each with one request
// in flight, over and over.

import { play } from './child-role.ts';
import { HttpConnection } from './http-connection.ts';
import { scatteredKey, type Field, type Load, type Measured } from './load.ts';
import { Meter } from './meter.ts';

const role = { run };
export type LoadRole = typeof role;

play(role);

function run(load: Load): Promise<Measured> {
  const { promise, resolve, reject } = Promise.withResolvers<Measured>();
  const meter = new Meter(load);
  const connections: Disposable[] = [];
  let open = load.connections;
  let sent = 0;

  function openConnection(): void {
    // Each connection has requests of its own, because their fields are written in place.
    const requests = load.requests.map((bytes) => Buffer.from(bytes));
    let sentAt = performance.now();
    let sentBytes = 0;
    const connection = new HttpConnection(load.port, {
      answer(bodyBytes) {
        sentAt = meter.answered(sentAt, sentBytes + bodyBytes);
        if (!meter.isOver(sentAt)) sendNext();
        else if ((open -= 1) === 0) end();
      },
      failure: reject,
    });
    connections.push(connection);

    function sendNext(): void {
      const request = requests[sent % requests.length];
      if (request === undefined) throw new Error('a load has requests');
      for (const field of load.fields) write(request, field, valueOf(field, load, sent));
      sent += 1;
      sentBytes = request.length;
      connection.send(request);
    }
    sendNext();
  }

  function end(): void {
    for (const connection of connections) connection[Symbol.dispose]();
    resolve(meter.result());
  }

  /** Polls instead of sleeping, so that a server does not pay for waking the generator. */
  function stayAwake(): void {
    if (open > 0) setImmediate(stayAwake);
  }

  for (let count = 0; count < load.connections; count += 1) openConnection();
  stayAwake();
  return promise;
}

function valueOf(field: Field, load: Load, index: number): number {
  if (field.what === 'version') return load.firstVersion + index;
  return Math.floor(scatteredKey(index, field.keyCount) / (field.divisor ?? 1));
}

function write(request: Buffer, { offset, digits }: Field, value: number): void {
  let rest = value;
  for (let at = offset + digits - 1; at >= offset; at -= 1) {
    request[at] = 48 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}
