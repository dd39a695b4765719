// The .xlsx as a zip, read without trusting it: the central directory is checked before anything is unpacked, unpacked bytes are
// counted against what was declared, nothing is ever written to disk, and parts are found by name only (attacks 11 and 13).
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import yauzl from 'yauzl';
import { type Limits, RATIO_FROM_BYTES, say, tooLarge, unsupported } from './limits.ts';

export type Archive = {
  has(name: string): boolean;
  /** A part's bytes as they are unpacked. Throws `unsupported_file` when the part is missing or damaged. */
  read(name: string): AsyncGenerator<Buffer>;
  close(): void;
};

const PIECE = 256 * 1024;

/** Opens an .xlsx given as bytes or as a path. Throws `unsupported_file` or `too_large`. */
export async function openArchive(file: Buffer | string, limits: Limits): Promise<Archive> {
  // Names are decoded here: yauzl's own decoding refuses the whole file for one odd name, and its order of checks is its own.
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true };
  const zip = await damagedUnless(
    typeof file === 'string' ? yauzl.openPromise(file, options) : yauzl.fromBufferPromise(file, options),
  );
  try {
    const entries = await directory(zip, limits);
    return {
      has: name => entries.has(name),
      read: name => unpack(zip, entries.get(name)),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function directory(zip: yauzl.ZipFile, limits: Limits): Promise<Map<string, yauzl.Entry>> {
  if (zip.entryCount > limits.entries) throw tooLarge(say.unpacked);
  const entries = new Map<string, yauzl.Entry>();
  let expanded = 0;
  const iterator = zip.eachEntry();
  for (;;) {
    const next = await damagedUnless(iterator.next());
    if (next.done) break;
    const entry: yauzl.Entry = next.value;
    const name = partName(entry.fileNameRaw.toString('utf8'));
    if (name === null || entries.has(name)) continue;
    if (entry.isEncrypted()) throw unsupported(say.encrypted);
    expanded += entry.uncompressedSize;
    const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
    if (expanded > limits.expandedBytes || (entry.uncompressedSize > RATIO_FROM_BYTES && ratio > limits.ratio))
      throw tooLarge(say.unpacked);
    entries.set(name, entry);
  }
  return entries;
}

/** The name of a part as the format compares them, or null for what is no part: folders, media, and names that try to climb out. */
function partName(raw: string): string | null {
  const name = raw.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase();
  if (!/\.(xml|rels|bin)$/.test(name) || name.split('/').includes('..') || name.includes('\0')) return null;
  return name;
}

async function* unpack(zip: yauzl.ZipFile, entry: yauzl.Entry | undefined): AsyncGenerator<Buffer> {
  if (!entry || !(entry.compressionMethod === 0 || entry.compressionMethod === 8)) throw unsupported(say.damaged);
  const packed = await damagedUnless(zip.openReadStreamPromise(entry, { decodeFileData: false }));
  // Unpacked here in large pieces: the library's own small ones cost a fifth of the reading time.
  const stream = entry.compressionMethod === 8 ? createInflateRaw({ chunkSize: PIECE }) : new PassThrough();
  const piping = pipeline(packed, stream).catch(() => undefined);
  const chunks = stream[Symbol.asyncIterator]();
  let bytes = 0;
  try {
    for (;;) {
      const next: IteratorResult<Buffer> = await damagedUnless(chunks.next());
      if (next.done) return;
      bytes += next.value.length;
      if (bytes > entry.uncompressedSize) throw unsupported(say.damaged);
      yield next.value;
    }
  } finally {
    packed.destroy();
    stream.destroy();
    await piping;
  }
}

/** What the zip library or zlib reports about a file is the file's fault and becomes one sentence; nothing else passes through here. */
async function damagedUnless<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch {
    throw unsupported(say.damaged);
  }
}
