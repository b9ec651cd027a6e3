// Looks at an uploaded archive before it is kept: it has to be a ZIP file, and unpacked not larger than
// Lambda takes. Only the directory at its end is read (APPNOTE.TXT, sections 4.3.12 and 4.3.16).
//
//   ... files ...  central directory: entry, entry, ...  end record
//   entry       50 4b 01 02 ... packed:4 @20 unpacked:4 @24 name:2 @28 extra:2 @30 comment:2 @32
//   end record  50 4b 05 06 ... entries:2 @10 size:4 @12 offset:4 @16 comment:2 @20

import { FunctionRefused } from './function-refusal.ts';

/** Bytes (Lambda quotas: 50 MB zipped, 250 MB unzipped, including layers). */
const MAX_ARCHIVE_BYTES = 52_428_800;
export const MAX_UNPACKED_BYTES = 262_144_000;

const END_RECORD = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const END_RECORD_BYTES = 22;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;
const MAX_COMMENT_BYTES = 0xffff;

/** Of an archive that was fetched, only the contents are bounded. @throws FunctionRefused */
export function checkArchive(
  archive: Uint8Array,
  { fetched = false }: { readonly fetched?: boolean } = {},
): void {
  if (archive.length === 0) throw new FunctionRefused({ kind: 'archive-empty' });
  if (!fetched && archive.length > MAX_ARCHIVE_BYTES) {
    throw new FunctionRefused({ kind: 'archive-too-large', limit: MAX_ARCHIVE_BYTES });
  }
  const contents = contentsOf(Buffer.from(archive.buffer, archive.byteOffset, archive.length));
  if (contents === undefined) throw new FunctionRefused({ kind: 'not-an-archive' });
  if (contents.entries === 0) throw new FunctionRefused({ kind: 'archive-empty' });
  if (contents.unpackedBytes > MAX_UNPACKED_BYTES) {
    throw new FunctionRefused({ kind: 'unpacked-too-large', limit: MAX_UNPACKED_BYTES });
  }
}

/** Undefined when the bytes are no archive. */
function contentsOf(
  archive: Buffer,
): { readonly entries: number; readonly unpackedBytes: number } | undefined {
  const tail = Math.max(0, archive.length - END_RECORD_BYTES - MAX_COMMENT_BYTES);
  const end = archive.lastIndexOf(END_RECORD);
  if (end < tail || end + END_RECORD_BYTES > archive.length) return undefined;
  const entries = archive.readUInt16LE(end + 10);
  let offset = archive.readUInt32LE(end + 16);
  let unpackedBytes = 0;
  for (let entry = 0; entry < entries; entry += 1) {
    if (offset + ENTRY_BYTES > end || archive.readUInt32LE(offset) !== ENTRY_SIGNATURE) {
      return undefined;
    }
    unpackedBytes += archive.readUInt32LE(offset + 24);
    offset +=
      ENTRY_BYTES +
      archive.readUInt16LE(offset + 28) +
      archive.readUInt16LE(offset + 30) +
      archive.readUInt16LE(offset + 32);
  }
  return { entries, unpackedBytes };
}
