// A zip written as a stream: each part is packed while it is produced and nothing is kept but the directory. What does not fit the old
// form (a part or a place above 4 GB, more than 65,534 parts) is written in the large one (zip64, APPNOTE 4.3.9.2, 4.3.14, 4.5.3) and
// only there, so that small files stay readable everywhere. No folders, no dates of ours in it but the one given.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';

export type ZipPart = { name: string; content: string | Uint8Array | AsyncIterable<string | Uint8Array> };

/** From which number on the old form has no room. */
export type Limits = { bytes: number; parts: number };
const LIMITS: Limits = { bytes: 0xffff_ffff, parts: 0xffff };
const VERSION = 20;
const VERSION_LARGE = 45;
/** Sizes follow the data (bit 3); names are UTF-8 (bit 11); deflate. */
const FLAGS = 0x0808;

/**
 * The bytes of a zip with these parts, in their order.
 * @param limits where the large form begins; smaller in tests only
 */
export async function* zipped(
  parts: Iterable<ZipPart> | AsyncIterable<ZipPart>,
  at: Date = new Date(),
  limits: Limits = LIMITS,
): AsyncGenerator<Buffer> {
  const directory: Buffer[] = [];
  let count = 0;
  let offset = 0;
  for await (const { name, content } of parts) {
    const file = Buffer.from(name, 'utf8');
    const start = offset;
    const head = Buffer.concat([localHeader(file, at), file]);
    yield head;
    const packed = { crc: 0, size: 0, packed: 0 };
    for await (const chunk of deflated(content, packed)) yield chunk;
    const tail = descriptor(packed, Math.max(packed.size, packed.packed) >= limits.bytes);
    yield tail;
    offset += head.length + packed.packed + tail.length;
    directory.push(centralHeader(file, at, packed, start, limits));
    count++;
  }
  let bytes = 0;
  for (const entry of directory) {
    bytes += entry.length;
    yield entry;
  }
  const large = count >= limits.parts || bytes >= limits.bytes || offset >= limits.bytes;
  yield large
    ? Buffer.concat([largeEnd(count, bytes, offset), endRecord(0xffff, LIMITS.bytes, LIMITS.bytes)])
    : endRecord(count, bytes, offset);
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
  head.writeUInt16LE(VERSION, 4);
  common(head, 6, at);
  head.writeUInt16LE(name.length, 26);
  return head;
}

/** What follows a part: its sizes, in eight bytes each where four are not enough. */
function descriptor({ crc, size, packed }: Sizes, large: boolean): Buffer {
  const tail = Buffer.alloc(large ? 24 : 16);
  tail.writeUInt32LE(0x08074b50, 0);
  tail.writeUInt32LE(crc, 4);
  if (large) {
    tail.writeBigUInt64LE(BigInt(packed), 8);
    tail.writeBigUInt64LE(BigInt(size), 16);
  } else {
    tail.writeUInt32LE(packed, 8);
    tail.writeUInt32LE(size, 12);
  }
  return tail;
}

/** The entry of a part in the directory; with its true sizes and place behind it where one of them does not fit. */
function centralHeader(name: Buffer, at: Date, { crc, size, packed }: Sizes, start: number, limits: Limits): Buffer {
  const large = Math.max(size, packed, start) >= limits.bytes;
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(large ? VERSION_LARGE : VERSION, 4);
  head.writeUInt16LE(large ? VERSION_LARGE : VERSION, 6);
  common(head, 8, at);
  head.writeUInt32LE(crc, 16);
  head.writeUInt32LE(large ? LIMITS.bytes : packed, 20);
  head.writeUInt32LE(large ? LIMITS.bytes : size, 24);
  head.writeUInt16LE(name.length, 28);
  head.writeUInt32LE(large ? LIMITS.bytes : start, 42);
  if (!large) return Buffer.concat([head, name]);
  const whole = Buffer.alloc(28);
  whole.writeUInt16LE(1, 0);
  whole.writeUInt16LE(24, 2);
  for (const [i, n] of [size, packed, start].entries()) whole.writeBigUInt64LE(BigInt(n), 4 + 8 * i);
  head.writeUInt16LE(whole.length, 30);
  return Buffer.concat([head, name, whole]);
}

function common(head: Buffer, from: number, at: Date): void {
  head.writeUInt16LE(FLAGS, from);
  head.writeUInt16LE(8, from + 2);
  head.writeUInt16LE((at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1), from + 4);
  head.writeUInt16LE(((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(), from + 6);
}

/** The end of the large form, and where it stands. */
function largeEnd(count: number, bytes: number, offset: number): Buffer {
  const end = Buffer.alloc(76);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeUInt16LE(VERSION_LARGE, 12);
  end.writeUInt16LE(VERSION_LARGE, 14);
  for (const [i, n] of [count, count, bytes, offset].entries()) end.writeBigUInt64LE(BigInt(n), 24 + 8 * i);
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(BigInt(offset + bytes), 64);
  end.writeUInt32LE(1, 72);
  return end;
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
