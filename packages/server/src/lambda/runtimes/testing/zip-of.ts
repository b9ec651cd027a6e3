// Makes ZIP archives for tests, also such as no tool makes (APPNOTE.TXT, section 4.3).

import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  /** With a `/` at its end it is a folder. */
  readonly name: string;
  readonly content?: string | Buffer;
  /** As Unix has it, with the type; 0o100644 unless given. */
  readonly mode?: number;
  /** Instead of the right one. */
  readonly crc32?: number;
  /** Instead of the right one. */
  readonly unpackedBytes?: number;
}

export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { local, central } = recordsOf(entry, offset);
    files.push(local);
    directory.push(central);
    offset += local.byteLength;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).byteLength, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, ...directory, end]);
}

function recordsOf(entry: ZipEntry, offset: number): { local: Buffer; central: Buffer } {
  const name = Buffer.from(entry.name);
  const content = Buffer.from(entry.content ?? '');
  const packed = deflateRawSync(content);
  // What both records have: flags, method, time, date, checksum, sizes, length of the name.
  const common = Buffer.alloc(24);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(0x0800, 2);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(entry.crc32 ?? crc32(content), 10);
  common.writeUInt32LE(packed.byteLength, 14);
  common.writeUInt32LE(entry.unpackedBytes ?? content.byteLength, 18);
  common.writeUInt16LE(name.byteLength, 22);
  const local = Buffer.concat([signature(0x04034b50), common, Buffer.alloc(2), name, packed]);
  const madeByUnix = Buffer.from([20, 3]);
  const rest = Buffer.alloc(16);
  rest.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 8);
  rest.writeUInt32LE(offset, 12);
  const central = Buffer.concat([signature(0x02014b50), madeByUnix, common, rest, name]);
  return { local, central };
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
