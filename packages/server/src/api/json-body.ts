// Bodies of responses: either a value to be printed, or pieces of JSON that is ready. Items come out of
// the store as JSON, so an answer with items is put together from pieces and never parsed or printed.

import { utf8Length } from '../base/bytes.ts';

/** Pieces of one JSON document, in order: texts, and UTF-8 bytes. */
export type JsonPieces = readonly (string | Uint8Array)[];

export type JsonBody = { readonly value: unknown } | { readonly pieces: JsonPieces };

/** Builds a JSON object member by member out of values and ready JSON. */
export class JsonObjectBuilder {
  readonly #pieces: (string | Uint8Array)[] = [];
  #pending = '{';
  #empty = true;

  /** A member whose value is printed here; nothing when it is undefined. */
  value(name: string, value: unknown): this {
    if (value === undefined) return this;
    this.#begin(name);
    this.#pending += JSON.stringify(value);
    return this;
  }

  /** A member whose value is ready JSON; nothing when it is undefined. */
  json(name: string, json: Uint8Array | undefined): this {
    if (json === undefined) return this;
    this.#begin(name);
    this.#push(json);
    return this;
  }

  /** A member that is an array of ready JSON values. */
  jsonArray(name: string, values: readonly Uint8Array[]): this {
    this.#begin(name);
    this.#pending += '[';
    for (const [index, value] of values.entries()) {
      if (index > 0) this.#pending += ',';
      this.#push(value);
    }
    this.#pending += ']';
    return this;
  }

  /** A member that is an object which `build` fills. */
  object(name: string, build: (inner: JsonObjectBuilder) => void): this {
    this.#begin(name);
    this.#nest(build);
    return this;
  }

  /** A member that is an array of objects, each filled by `build`. */
  objects<T>(
    name: string,
    values: readonly T[],
    build: (inner: JsonObjectBuilder, value: T) => void,
  ): this {
    this.#begin(name);
    this.#pending += '[';
    for (const [index, value] of values.entries()) {
      if (index > 0) this.#pending += ',';
      this.#nest((inner) => build(inner, value));
    }
    this.#pending += ']';
    return this;
  }

  body(): JsonBody {
    return { pieces: this.#end() };
  }

  #begin(name: string): void {
    this.#pending += `${this.#empty ? '' : ','}${JSON.stringify(name)}:`;
    this.#empty = false;
  }

  #nest(build: (inner: JsonObjectBuilder) => void): void {
    const inner = new JsonObjectBuilder();
    build(inner);
    for (const piece of inner.#end()) this.#push(piece);
  }

  #push(piece: string | Uint8Array): void {
    if (typeof piece === 'string') {
      this.#pending += piece;
      return;
    }
    this.#pieces.push(this.#pending, piece);
    this.#pending = '';
  }

  #end(): JsonPieces {
    this.#pieces.push(`${this.#pending}}`);
    return this.#pieces;
  }
}

/** The UTF-8 bytes of a body, in one allocation. */
export function bodyBytes(body: JsonBody): Buffer {
  return 'pieces' in body ? joined(body.pieces) : Buffer.from(JSON.stringify(body.value), 'utf8');
}

function joined(pieces: JsonPieces): Buffer {
  let length = 0;
  for (const piece of pieces)
    length += typeof piece === 'string' ? utf8Length(piece) : piece.length;
  const bytes = Buffer.allocUnsafe(length);
  let offset = 0;
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      offset += bytes.write(piece, offset, 'utf8');
    } else {
      bytes.set(piece, offset);
      offset += piece.length;
    }
  }
  return bytes;
}
