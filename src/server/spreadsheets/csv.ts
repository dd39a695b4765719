// CSV as offices really save it: UTF-8 with or without mark, UTF-16, GBK/GB18030; comma, tab or semicolon; quoted line breaks.
import { isUtf8 } from 'node:buffer';
import { numberText } from './cells.ts';
import { type Limits, say, tooLarge, unsupported } from './limits.ts';
import { put, type Row } from './merges.ts';
import { longCell, type Sink } from './rows.ts';

const SLICE = 256 * 1024;

/** Reads a whole CSV file into the sink, rows without content left out. Throws `unsupported_file` or `too_large`. */
export async function readCsv(file: Buffer, limits: Limits, sink: Sink): Promise<void> {
  const encoding = encodingOf(file);
  const decoder = new TextDecoder(encoding, { fatal: true });
  let reader: CsvReader | undefined;
  for (let at = 0; at < file.length; at += SLICE) {
    const text = decode(decoder, file.subarray(at, at + SLICE), at + SLICE < file.length);
    if (text.includes('\0')) throw unsupported(say.format);
    if (!reader) {
      const declared = /^sep=(.)\r?\n/i.exec(text);
      reader = new CsvReader(declared?.[1] ?? separatorOf(text), limits, sink);
      reader.write(declared ? text.slice(declared[0].length) : text);
    } else reader.write(text);
    await sink.pause();
  }
  reader?.end();
}

function decode(decoder: TextDecoder, bytes: Buffer, stream: boolean): string {
  try {
    return decoder.decode(bytes, { stream });
  } catch {
    throw unsupported(say.encoding);
  }
}

/** The encoding by its mark, else UTF-8 if every byte agrees, else UTF-16 if every other byte is zero, else the Chinese standard. */
export function encodingOf(file: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' {
  if (file[0] === 0xff && file[1] === 0xfe) return 'utf-16le';
  if (file[0] === 0xfe && file[1] === 0xff) return 'utf-16be';
  const start = file.subarray(0, 4096);
  let even = 0;
  let odd = 0;
  for (let i = 0; i + 1 < start.length; i += 2) {
    if (start[i] === 0) even++;
    if (start[i + 1] === 0) odd++;
  }
  if (even + odd > 0 && Math.min(even, odd) === 0 && file.length % 2 === 0) return even > 0 ? 'utf-16be' : 'utf-16le';
  return isUtf8(file) ? 'utf-8' : 'gb18030';
}

/** The separator that stands most often outside quotes in the first lines. */
export function separatorOf(text: string): string {
  const counts: Record<string, number> = { ',': 0, '\t': 0, ';': 0 };
  let quoted = false;
  let lines = 0;
  for (let i = 0; i < text.length && lines < 20; i++) {
    const char = text[i]!;
    if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === '\n') lines++;
    else if (char in counts) counts[char]!++;
  }
  return Object.keys(counts).reduce((best, each) => (counts[each]! > counts[best]! ? each : best));
}

class CsvReader {
  private readonly separator: string;
  private readonly limits: Limits;
  private readonly sink: Sink;
  private row: Row = { rowNumber: 1, cells: [], numeric: [], merged: [] };
  private column = 1;
  private cell = '';
  private state: 'start' | 'bare' | 'quoted' | 'closed' = 'start';
  private quotedFrom = 0;
  private afterReturn = false;

  constructor(separator: string, limits: Limits, sink: Sink) {
    this.separator = separator;
    this.limits = limits;
    this.sink = sink;
  }

  write(text: string): void {
    let i = 0;
    while (i < text.length) {
      if (this.state === 'quoted') i = this.quoted(text, i);
      else i = this.bare(text, i);
      if (this.cell.length > this.limits.cellChars) this.refuseLong();
    }
  }

  end(): void {
    if (this.state === 'quoted') throw unsupported(`第 ${this.quotedFrom} 行开始的引号没有成对,请补上或删去引号后再上传。`);
    this.endRow();
  }

  private quoted(text: string, from: number): number {
    const close = text.indexOf('"', from);
    this.cell += close < 0 ? text.slice(from) : text.slice(from, close);
    if (close < 0) return text.length;
    this.state = 'closed';
    return close + 1;
  }

  private bare(text: string, from: number): number {
    const char = text[from]!;
    const afterReturn = this.afterReturn;
    this.afterReturn = false;
    if (char === '\n' && afterReturn) return from + 1;
    if (char === this.separator) this.endCell();
    else if (char === '\n' || char === '\r') {
      this.afterReturn = char === '\r';
      this.endRow();
    } else if (char === '"' && (this.state === 'start' || this.cell === '=')) {
      // ="0012" is how a CSV tells Excel to keep a number as text.
      if (this.cell === '=') this.cell = '';
      this.state = 'quoted';
      this.quotedFrom = this.row.rowNumber;
    } else if (char === '"' && this.state === 'closed') {
      this.cell += '"';
      this.state = 'quoted';
    } else {
      let to = from + 1;
      while (to < text.length && !this.stops(text.charCodeAt(to))) to++;
      this.cell += text.slice(from, to);
      if (this.state === 'start') this.state = 'bare';
      return to;
    }
    return from + 1;
  }

  private stops(code: number): boolean {
    return code === 34 || code === 10 || code === 13 || code === this.separator.charCodeAt(0);
  }

  private endCell(): void {
    const text = plainBreaks(this.cell);
    if (text !== '') {
      if (this.column > this.limits.columns)
        throw tooLarge(`第 ${this.row.rowNumber} 行超过 ${this.limits.columns} 列,请删去不需要的列后再上传。`);
      // Excel has written a long number in short form: its last digits are gone, as in an .xlsx.
      const lost = /^\s*-?\d(?:\.\d+)?E\+\d{1,3}\s*$/i.test(text);
      put(this.row, this.column, lost ? numberText(text.trim()) : text, lost, false);
    }
    this.column++;
    this.cell = '';
    this.state = 'start';
  }

  private endRow(): void {
    this.endCell();
    if (this.row.cells.length > 0) this.sink.row(this.row, false);
    this.row = { rowNumber: this.row.rowNumber + 1, cells: [], numeric: [], merged: [] };
    this.column = 1;
  }

  private refuseLong(): never {
    if (this.state === 'quoted') throw unsupported(`第 ${this.quotedFrom} 行开始的引号没有成对,请补上或删去引号后再上传。`);
    throw tooLarge(longCell(this.row.rowNumber, this.limits));
  }
}

const plainBreaks = (text: string): string => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);
