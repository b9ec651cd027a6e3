// Unpacks an uploaded archive: nothing of it comes to lie outside of the folder, and it stays within AWS's limits.

import { createWriteStream } from 'node:fs';
import { mkdir, readlink, realpath, symlink } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';

/** The archive cannot be used; the message says what is wrong with it. */
export class InvalidArchive extends Error {
  override readonly name = 'InvalidArchive';
}

/** "Lambda quotas" in AWS's developer guide: 250 MB, with all layers. */
export const maxUnpackedBytes = 262_144_000;

/** AWS does not say; a package of tens of thousands of files is a mistake, or an attack. */
const maxEntries = 100_000;

const fileTypeMask = 0o170000;
const symbolicLink = 0o120000;

/** Unpacks into an existing, empty folder. Rejects with InvalidArchive; then part of it may be there. */
export async function extractArchive(archive: Uint8Array, folder: string): Promise<void> {
  const { zip, entries } = await entriesOf(archive);
  const links: { readonly path: string; readonly target: string }[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.fileName);
    if (entry.fileName.endsWith('/')) {
      await makeFolder(path);
    } else if ((modeOf(entry) & fileTypeMask) === symbolicLink) {
      links.push({ path, target: await readText(zip, entry) });
    } else {
      await makeFolder(dirname(path));
      await writeFile(zip, entry, path);
    }
  }
  // Links come last, when all folders are there, so that nothing is made through one. Where they lead is looked at
  // when all are there, since one may lead to another.
  for (const { path } of links) await makeFolder(dirname(path));
  for (const { path, target } of links) {
    await symlink(target, path).catch((error: unknown) => {
      throw new InvalidArchive(`The archive has two entries for ${relative(folder, path)}.`, {
        cause: error,
      });
    });
  }
  for (const { path } of links) await refuseLeaving(path, folder);
}

async function entriesOf(archive: Uint8Array): Promise<{ zip: ZipFile; entries: Entry[] }> {
  const entries: Entry[] = [];
  try {
    // It refuses names that are absolute or climb, and archives whose parts do not fit together.
    const zip = await fromBufferPromise(Buffer.from(archive), {
      lazyEntries: true,
      autoClose: false,
    });
    let unpackedBytes = 0;
    for await (const entry of zip.eachEntry()) {
      entries.push(entry);
      unpackedBytes += entry.uncompressedSize;
      if (unpackedBytes > maxUnpackedBytes) {
        throw new InvalidArchive(`Unzipped size must be smaller than ${maxUnpackedBytes} bytes`);
      }
      if (entries.length > maxEntries) {
        throw new InvalidArchive(`The archive has more than ${maxEntries} entries.`);
      }
      if (!entry.canDecodeFileData()) {
        throw new InvalidArchive(
          `The entry ${entry.fileName} is encrypted, or packed in a way that is not known.`,
        );
      }
    }
    return { zip, entries };
  } catch (error) {
    throw asInvalidArchive(error);
  }
}

function asInvalidArchive(error: unknown): InvalidArchive {
  if (error instanceof InvalidArchive) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new InvalidArchive(`The archive cannot be unpacked: ${reason}`, { cause: error });
}

async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((error: unknown) => {
    throw asInvalidArchive(error);
  });
}

async function writeFile(zip: ZipFile, entry: Entry, path: string): Promise<void> {
  let checksum = 0;
  const check = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      checksum = crc32(chunk, checksum);
      done(null, chunk);
    },
  });
  const executable = modeOf(entry) & 0o111;
  try {
    const content = await zip.openReadStreamPromise(entry);
    // Whoever packed it, its owner here reads it.
    await pipeline(content, check, createWriteStream(path, { mode: 0o644 | executable }));
  } catch (error) {
    throw asInvalidArchive(error);
  }
  if (checksum !== entry.crc32) {
    throw new InvalidArchive(`The entry ${entry.fileName} is damaged: its checksum is wrong.`);
  }
}

async function readText(zip: ZipFile, entry: Entry): Promise<string> {
  try {
    const chunks: Buffer[] = [];
    const content: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry);
    for await (const chunk of content) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  } catch (error) {
    throw asInvalidArchive(error);
  }
}

async function refuseLeaving(link: string, folder: string): Promise<void> {
  const root = await realpath(folder);
  const end = await realpath(link).catch(() => undefined);
  if (end !== undefined && (end === root || end.startsWith(root + sep))) return;
  const target = await readlink(link);
  throw new InvalidArchive(
    `The symbolic link ${relative(folder, link)} leads to ${target}, which is not a file of the archive.`,
  );
}

/** Permissions and type as Unix has them; 0 in archives that come from elsewhere. */
function modeOf(entry: Entry): number {
  const unix = 3;
  return entry.versionMadeBy >>> 8 === unix ? entry.externalFileAttributes >>> 16 : 0;
}
