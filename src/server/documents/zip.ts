// A zip written as a stream: each part is packed while it is produced and nothing is kept but the directory. Small on purpose:
// no zip64 (a ledger that large is refused long before), no folders, no dates of ours in it but the one given.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import { AppError } from '#kernel/errors.ts';

export type ZipPart = { name: string; content: string | Uint8Array | AsyncIterable<string | Uint8Array> };

const MAX = 0xffff_ffff;
/** Version 2.0; sizes follow the data (bit 3); names are UTF-8 (bit 11); deflate. */
const FLAGS = 0x0808;

/** The bytes of a zip with these parts, in their order. Throws AppError `too_large` above 4 GB. */
export async function* zipped(parts: Iterable<ZipPart> | AsyncIterable<ZipPart>, at: Date = new Date()): AsyncGenerator<Buffer> {
  const directory: Buffer[] = [];
  let offset = 0;
  for await (const { name, content } of parts) {
    const file = Buffer.from(name, 'utf8');
    const start = offset;
    const head = Buffer.concat([localHeader(file, at), file]);
    yield head;
    const packed = { crc: 0, size: 0, packed: 0 };
    for await (const chunk of deflated(content, packed)) yield chunk;
    const tail = Buffer.alloc(16);
    tail.writeUInt32LE(0x08074b50, 0);
    sizes(tail, 4, packed);
    yield tail;
    offset += head.length + packed.packed + tail.length;
    if (offset > MAX || packed.size > MAX) throw new AppError('too_large');
    directory.push(centralHeader(file, at, packed, start), file);
  }
  const listed = Buffer.concat(directory);
  yield listed;
  yield endRecord(directory.length / 2, listed.length, offset);
}

type Sizes = { crc: number; size: number; packed: number };

/** The packed bytes of a part; counts into `counted` as they pass. Errors of the source arrive at the reader. */
async function* deflated(content: ZipPart['content'], counted: Sizes): AsyncGenerator<Buffer> {
  const source = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for await (const piece of source) {
      const chunk = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece;
      counted.crc = crc32(chunk, counted.crc);
      counted.size += chunk.length;
      yield chunk;
    }
  }
  const texts = Readable.from(bytes(), { highWaterMark: 2 });
  const packer = createDeflateRaw({ level: 5 });
  // Errors of the source must reach the reader, and a reader who leaves must close the source: pipe alone does neither.
  const packing = pipeline(texts, packer).catch(() => undefined);
  try {
    for await (const chunk of packer) {
      const buffer: Buffer = chunk;
      counted.packed += buffer.length;
      yield buffer;
    }
  } finally {
    texts.destroy();
    packer.destroy();
    await packing;
  }
}

function localHeader(name: Buffer, at: Date): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(20, 4);
  common(head, 6, at);
  head.writeUInt16LE(name.length, 26);
  return head;
}

function centralHeader(name: Buffer, at: Date, packed: Sizes, start: number): Buffer {
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(20, 6);
  common(head, 8, at);
  sizes(head, 16, packed);
  head.writeUInt16LE(name.length, 28);
  head.writeUInt32LE(start, 42);
  return head;
}

function common(head: Buffer, from: number, at: Date): void {
  head.writeUInt16LE(FLAGS, from);
  head.writeUInt16LE(8, from + 2);
  head.writeUInt16LE((at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1), from + 4);
  head.writeUInt16LE(((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(), from + 6);
}

function sizes(target: Buffer, from: number, { crc, size, packed }: Sizes): void {
  target.writeUInt32LE(crc, from);
  target.writeUInt32LE(packed, from + 4);
  target.writeUInt32LE(size, from + 8);
}

function endRecord(count: number, bytes: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(bytes, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
