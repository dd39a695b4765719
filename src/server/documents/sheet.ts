// Ledgers (台账) as Excel files, written as a stream: rows go from the database to the reader without being kept. The workbook is
// written here rather than by a library: four times faster than exceljs with borders on every cell, and the writer waits for a
// slow reader.
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '#kernel/errors.ts';
import { type CellKind, cellXml, clean, columnLetters, harmless, STYLE, textXml } from './cells.ts';
import { contentTypes, rootRelations, sheetEnd, sheetStart, stylesPart, workbookPart, workbookRelations } from './parts.ts';
import { zipped } from './zip.ts';

export type LedgerColumn = {
  header: string /** In characters; else from the heading and kind. */;
  width?: number;
  kind?: CellKind;
};
export type Ledger = {
  title: string;
  /** 站点/期间/口径: what the rows are and how they were chosen. */
  subtitle?: string;
  columns: LedgerColumn[];
  /** Each row's values in the order of the columns; see cellXml for what a value may be. */
  rows: AsyncIterable<unknown[]> | Iterable<unknown[]>;
  /** Lines below the table, e.g. for signatures. */
  footer?: string[];
  /** Who exported it and when; stands below the table and in the foot of every printed page. */
  watermark: string;
};

/** Rows a sheet of Excel holds, less what stands around ours. */
export const MAX_ROWS = 1_048_000;
const CHUNK_CHARS = 64 * 1024;

/**
 * Writes the ledger as an .xlsx into `out` and ends it. When the rows fail or the reader goes away, `out` is destroyed and the
 * error thrown: a file cut short never looks finished. Returns how many rows were written.
 */
export async function writeLedger(out: Writable, ledger: Ledger): Promise<{ rows: number }> {
  const counted = { rows: 0 };
  const headerRow = ledger.subtitle ? 3 : 2;
  const parts = [
    { name: '[Content_Types].xml', content: contentTypes },
    { name: '_rels/.rels', content: rootRelations },
    { name: 'xl/workbook.xml', content: workbookPart(clean(ledger.title), headerRow) },
    { name: 'xl/_rels/workbook.xml.rels', content: workbookRelations },
    { name: 'xl/styles.xml', content: stylesPart },
    { name: 'xl/worksheets/sheet1.xml', content: inChunks(sheet(ledger, headerRow, counted)) },
  ];
  await pipeline(zipped(parts), out);
  return counted;
}

async function* sheet(ledger: Ledger, headerRow: number, counted: { rows: number }): AsyncGenerator<string> {
  const letters = ledger.columns.map((_, i) => columnLetters(i + 1));
  const kinds = ledger.columns.map(column => column.kind ?? 'text');
  const widths = ledger.columns.map(widthOf);
  const merged = [1];
  yield sheetStart(widths, headerRow);
  yield line(1, STYLE.title, ledger.title, 32);
  if (ledger.subtitle) {
    merged.push(2);
    yield line(2, STYLE.subtitle, ledger.subtitle, 20);
  }
  const headers = ledger.columns.map((column, i) =>
    textXml(`${letters[i]}${headerRow}`, STYLE.header, harmless(clean(column.header))),
  );
  yield `<row r="${headerRow}" ht="24" customHeight="1">${headers.join('')}</row>`;
  let at = headerRow;
  for await (const row of ledger.rows) {
    if (++counted.rows > MAX_ROWS)
      throw new AppError('too_large', { say: '台账超过 Excel 能容纳的行数，请缩小期间或站点后分次导出。' });
    at++;
    let cells = '';
    let lines = 1;
    for (let i = 0; i < letters.length; i++) {
      cells += cellXml(letters[i]! + at, kinds[i]!, row[i]);
      if (kinds[i] === 'text') lines = Math.max(lines, linesOf(row[i], widths[i]!));
    }
    yield `<row r="${at}" ht="${Math.min(400, lines * 15 + 3)}">${cells}</row>`;
  }
  for (const text of ledger.footer ?? []) {
    merged.push(++at);
    yield line(at, STYLE.footer, text, 20);
  }
  merged.push(++at);
  yield line(at, STYLE.mark, ledger.watermark, 16);
  yield sheetEnd(letters.length, merged, clean(ledger.watermark));
}

const line = (row: number, style: Parameters<typeof textXml>[1], text: string, height: number): string =>
  `<row r="${row}" ht="${height}" customHeight="1">${textXml(`A${row}`, style, harmless(clean(text)))}</row>`;

const widthOf = ({ header, width, kind }: LedgerColumn): number =>
  width ?? Math.max(kind === 'date' ? 13 : kind === 'number' ? 9 : 12, header.length * 2 + 2);

/** Lines a text takes in a column: nothing else tells a printer how high the row is. Chinese characters are two wide. */
function linesOf(value: unknown, width: number): number {
  if (typeof value !== 'string' || (value.length * 2 <= width && !value.includes('\n'))) return 1;
  let lines = 0;
  for (const line of value.split('\n')) {
    let wide = 0;
    for (let i = 0; i < line.length; i++) wide += line.charCodeAt(i) < 0x2000 ? 1 : 2;
    lines += Math.max(1, Math.ceil(wide / Math.max(1, width - 1)));
  }
  return lines;
}

/** Larger pieces for the packer, and a pause after each so that other requests are served in between. */
async function* inChunks(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let chunk = '';
  for await (const text of texts) {
    chunk += text;
    if (chunk.length < CHUNK_CHARS) continue;
    yield chunk;
    chunk = '';
    await setImmediate();
  }
  yield chunk;
}
