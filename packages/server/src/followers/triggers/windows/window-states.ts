// The states of tumbling windows in the store, one for each shard of a mapping:
//
//    0  length of the header:4
//    4  header (JSON): the window, and up to which record the state has them
//       state (JSON, the function's)
//
// A state and the record up to which it goes are written together, before the checkpoint is. So after a crash
// the records that are handed out again and are in the state already are known, and passed over.

import { concatBytes, utf8Bytes, utf8Text } from '../../../base/bytes.ts';
import { triggerLane, triggerWindowKey } from '../../../model/trigger-keys.ts';
import type { Store } from '../../../store/store.ts';
import type { TimeWindow } from '../handler/event-payload.ts';

export interface OpenWindow extends TimeWindow {
  /** JSON of an object. */
  readonly state: Uint8Array;
  /** The state is too large: the window ends before its time. */
  readonly endsEarly: boolean;
}

export interface WindowState {
  /** Sequence number: records up to it need not be handed out again; absent before the first. */
  readonly upTo?: string;
  /** Absent between windows. */
  readonly open?: OpenWindow;
}

interface Header {
  readonly upTo?: string;
  readonly open?: Omit<OpenWindow, 'state'>;
}

export class WindowStates {
  readonly #store: Store;
  readonly #uuid: string;
  /** Of shards that are in work: as the store has them. */
  readonly #known = new Map<string, WindowState>();

  constructor(store: Store, uuid: string) {
    this.#store = store;
    this.#uuid = uuid;
  }

  async of(shardId: string): Promise<WindowState> {
    const known = this.#known.get(shardId);
    if (known !== undefined) return known;
    const [bytes] = await this.#store.get([triggerWindowKey(this.#uuid, shardId)]);
    const stored = bytes === undefined ? {} : decoded(bytes);
    this.#known.set(shardId, stored);
    return stored;
  }

  /** What is open in the shard, as far as it was in work. */
  openOf(shardId: string): OpenWindow | undefined {
    return this.#known.get(shardId)?.open;
  }

  async put(shardId: string, state: WindowState): Promise<void> {
    const key = triggerWindowKey(this.#uuid, shardId);
    const value = encoded(state);
    await this.#store.commit<undefined>({
      lanes: [triggerLane(this.#uuid)],
      reads: [],
      decide: () => ({ puts: [[key, value]], result: undefined }),
    });
    this.#known.set(shardId, state);
  }

  /** The shard is finished, and that is stored: nothing of it comes again. */
  async remove(shardId: string): Promise<void> {
    this.#known.delete(shardId);
    const key = triggerWindowKey(this.#uuid, shardId);
    await this.#store.commit<undefined>({
      lanes: [triggerLane(this.#uuid)],
      reads: [],
      decide: () => ({ deletes: [key], result: undefined }),
    });
  }
}

function encoded({ upTo, open }: WindowState): Uint8Array {
  const header: Header = {
    ...(upTo === undefined ? {} : { upTo }),
    ...(open === undefined
      ? {}
      : { open: { start: open.start, end: open.end, endsEarly: open.endsEarly } }),
  };
  const json = utf8Bytes(JSON.stringify(header));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, json.length);
  return concatBytes([length, json, ...(open === undefined ? [] : [open.state])]);
}

function decoded(bytes: Uint8Array): WindowState {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const { upTo, open } = JSON.parse(utf8Text(bytes.subarray(4, 4 + length))) as Header;
  return {
    ...(upTo === undefined ? {} : { upTo }),
    ...(open === undefined ? {} : { open: { ...open, state: bytes.subarray(4 + length) } }),
  };
}
