// What a file says in words, whatever its form: for looking whether something is in it that should not be. And sending files.

import { createHash } from 'node:crypto';
import { inflateRawSync, inflateSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import sharp from 'sharp';
import type { Person } from '#server/testing.ts';

export const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** Sends a file to a station; answers its hash. Throws when it is refused. */
export async function sent(
  by: Person,
  station: number,
  use: 'photo' | 'signature' | 'roster' | 'document' | 'site_photo',
  bytes: Uint8Array,
): Promise<string> {
  const hash = hashOf(bytes);
  const response = await by.put(`/api/files/${hash}?use=${use}&station=${station}`, bytes);
  if (response.status !== 200) throw new Error(`a ${use} was refused: ${await response.text()}`);
  return hash;
}

/** All texts of a workbook. */
async function sheetText(bytes: Buffer): Promise<string> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as unknown as Parameters<typeof book.xlsx.load>[0]);
  return book.worksheets.map(sheet => JSON.stringify(sheet.getSheetValues())).join('\n');
}

/** Every character a PDF can show: its fonts are cut down to the glyphs in use, and say which characters those are. */
function pdfCharacters(bytes: Buffer): string {
  const said = new Set<string>();
  for (let at = bytes.indexOf('stream'); at >= 0; at = bytes.indexOf('stream', at + 6)) {
    if (bytes.subarray(at - 3, at).toString('latin1') === 'end') continue;
    const start = at + (bytes[at + 6] === 13 ? 8 : 7);
    const map = inflated(bytes.subarray(start, bytes.indexOf('endstream', start)));
    if (!map.includes('begincmap')) continue;
    for (const [, hex] of map.matchAll(/<[0-9A-Fa-f]+>\s*<((?:[0-9A-Fa-f]{4})+)>/g))
      said.add(Buffer.from(hex!, 'hex').swap16().toString('utf16le'));
  }
  return [...said].join('');
}

function inflated(stream: Buffer): string {
  try {
    return inflateSync(stream, { finishFlush: 2 }).toString('latin1');
  } catch {
    return ''; // a picture or another form of packing; it holds no text
  }
}

/** The files of a zip by name. */
function unzipped(bytes: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  for (let n = bytes.readUInt16LE(end + 10), p = bytes.readUInt32LE(end + 16); n > 0; n--) {
    const [name, extra, comment] = [28, 30, 32].map(at => bytes.readUInt16LE(p + at)) as [number, number, number];
    const start = bytes.readUInt32LE(p + 42);
    const from = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
    const packed = bytes.subarray(from, from + bytes.readUInt32LE(p + 20));
    files.set(bytes.toString('utf8', p + 46, p + 46 + name), inflateRawSync(packed));
    p += 46 + name + extra + comment;
  }
  return files;
}

/** The words of an answer of any form. */
export const wordsOf = async (response: Response): Promise<string> => wordsIn(Buffer.from(await response.arrayBuffer()));

async function wordsIn(bytes: Buffer): Promise<string> {
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04') {
    const files = unzipped(bytes);
    if (files.has('xl/workbook.xml')) return sheetText(bytes);
    return (await Promise.all([...files].map(async ([name, content]) => `${name}\n${await wordsIn(content)}`))).join('\n');
  }
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return pdfCharacters(bytes);
  return bytes.toString('utf8');
}

/** A picture of one colour. */
export const picture = (color: string): Promise<Buffer> =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: color } })
    .jpeg()
    .toBuffer();
/** A signature; `y` tells one from another. */
export const ink = (y: number): Promise<Buffer> =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80"><path d="M10 ${y} L150 60 L180 ${y}" stroke="black" stroke-width="4" fill="none"/></svg>`,
    ),
  )
    .png()
    .toBuffer();

/** The body of an answer that must be a success: the world is made of such. */
export async function must<T>(answer: Promise<{ status: number; body: T }>): Promise<T> {
  const { status, body } = await answer;
  if (status !== 200) throw new Error(`the world could not be made: ${JSON.stringify(body)}`);
  return body;
}
