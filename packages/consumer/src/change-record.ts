// A change of an item, as a record of DynamoDB Streams has it, with images as JavaScript values.

import { type AttributeValue, type NumberMode, plainItem } from './attribute-values.ts';
import type { StreamRecord } from './source.ts';

export type ChangeKind = 'insert' | 'modify' | 'remove';

type Item = Record<string, unknown>;

/** `T` is the type of the table's items; nothing checks it. */
export interface ChangeRecord<T = Item> extends StreamRecord {
  readonly kind: ChangeKind;
  readonly keys: Partial<T>;
  /** The item before; absent on insert, and where the stream's view type has no old images. */
  readonly old: T | undefined;
  /** The item after; absent on remove, and where the stream's view type has no new images. */
  readonly new: T | undefined;
  /** Equal for equal records, whoever reads them: for telling duplicates. */
  readonly eventId: string;
  /** Whether time to live removed the item. */
  readonly expired: boolean;
  readonly raw: RawChange;
}

export type AttributeMap = Record<string, AttributeValue>;

/** The part of a record of DynamoDB Streams that is used, as the SDK has it. */
export interface RawChange {
  readonly eventID?: string | undefined;
  readonly eventName?: string | undefined;
  readonly userIdentity?:
    | { readonly PrincipalId?: string | undefined; readonly Type?: string | undefined }
    | undefined;
  readonly dynamodb?:
    | {
        readonly ApproximateCreationDateTime?: Date | undefined;
        readonly Keys?: AttributeMap | undefined;
        readonly NewImage?: AttributeMap | undefined;
        readonly OldImage?: AttributeMap | undefined;
        readonly SequenceNumber?: string | undefined;
        readonly SizeBytes?: number | undefined;
      }
    | undefined;
}

export interface ChangeOptions {
  /** `plain` JavaScript values, or `attribute-values` as `{ S: 'x' }`. Default: plain. */
  readonly values?: 'plain' | 'attribute-values';
  /** Of plain values. Default: `safe`. */
  readonly numbers?: NumberMode;
}

const kinds: Readonly<Record<string, ChangeKind>> = {
  INSERT: 'insert',
  MODIFY: 'modify',
  REMOVE: 'remove',
};

/** Images are converted when they are looked at, each time anew: keep what you use more than once. */
export function changeRecord<T = Item>(
  raw: RawChange,
  shardId: string,
  options: ChangeOptions = {},
): ChangeRecord<T> {
  return new StreamedChange<T>(raw, shardId, options);
}

class StreamedChange<T> implements ChangeRecord<T> {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly raw: RawChange;
  readonly #options: ChangeOptions;

  constructor(raw: RawChange, shardId: string, options: ChangeOptions) {
    this.shardId = shardId;
    this.sequenceNumber = raw.dynamodb?.SequenceNumber ?? '';
    this.raw = raw;
    this.#options = options;
  }

  get kind(): ChangeKind {
    const name = this.raw.eventName ?? '';
    const kind = kinds[name];
    if (kind === undefined) throw new Error(`No change is called ${JSON.stringify(name)}.`);
    return kind;
  }

  get time(): number {
    return this.raw.dynamodb?.ApproximateCreationDateTime?.getTime() ?? 0;
  }

  get key(): string {
    return itemKey(this.raw.dynamodb?.Keys ?? {});
  }

  get sizeBytes(): number {
    return this.raw.dynamodb?.SizeBytes ?? 0;
  }

  get eventId(): string {
    return this.raw.eventID ?? '';
  }

  /** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html */
  get expired(): boolean {
    const { Type, PrincipalId } = this.raw.userIdentity ?? {};
    return Type === 'Service' && PrincipalId === 'dynamodb.amazonaws.com';
  }

  get keys(): Partial<T> {
    return this.#image(this.raw.dynamodb?.Keys ?? {}) as Partial<T>;
  }

  get old(): T | undefined {
    return this.#image(this.raw.dynamodb?.OldImage);
  }

  get new(): T | undefined {
    return this.#image(this.raw.dynamodb?.NewImage);
  }

  /** Getters are not seen by JSON and console.log, so both are told. */
  toJSON(): object {
    const { shardId, sequenceNumber, time, eventId, kind, expired, keys, old } = this;
    const { new: after } = this;
    return { shardId, sequenceNumber, time, eventId, kind, expired, keys, old, new: after };
  }

  [Symbol.for('nodejs.util.inspect.custom')](): object {
    return this.toJSON();
  }

  #image(image: AttributeMap | undefined): T | undefined {
    if (image === undefined) return undefined;
    const { values = 'plain', numbers = 'safe' } = this.#options;
    return (values === 'plain' ? plainItem(image, numbers) : image) as T;
  }
}

/** Equal for the same item, whatever the order of its key's attributes; of strings, numbers and binaries. */
function itemKey(keys: AttributeMap): string {
  const names = Object.keys(keys);
  if (names.length > 1) names.sort();
  return JSON.stringify(
    names.map((name) => {
      // The type of a key attribute never changes, so that its value says enough.
      const { S, N, B } = keys[name] ?? {};
      return [name, S ?? N ?? [...(B ?? [])].join()];
    }),
  );
}
