// The rows of one sheet of an .xlsx, as text, while its XML streams by.
import type { Archive } from './archive.ts';
import { isoText, type NumberStyle, numberText, PLAIN, plainText, reference, serialText } from './cells.ts';
import { type Limits, tooLarge } from './limits.ts';
import { MergeFiller, put, type Row, readMerges } from './merges.ts';
import type { Sheet, Workbook } from './workbook.ts';
import { type Attributes, readXml } from './xml.ts';

/** Receives rows; what it returns is awaited before more of the file is unpacked. */
export type Sink = { row(row: Row, hidden: boolean): void; pause(): Promise<void> | undefined };

/** Reads a sheet into the sink, rows without content left out. Throws `unsupported_file` or `too_large`. */
export async function readSheet(archive: Archive, workbook: Workbook, sheet: Sheet, limits: Limits, sink: Sink): Promise<void> {
  const reader = new SheetReader(workbook, new MergeFiller(await readMerges(archive.read(sheet.part), limits)), limits, sink);
  await readXml(archive.read(sheet.part), reader, () => sink.pause());
}

class SheetReader {
  private readonly workbook: Workbook;
  private readonly merges: MergeFiller;
  private readonly limits: Limits;
  private readonly sink: Sink;
  private row: Row = { rowNumber: 0, cells: [], numeric: [], merged: [] };
  private rowHidden = false;
  private column = 0;
  private type = 'n';
  private style: NumberStyle = PLAIN;
  private value = '';
  /** Inside <v>, or <t> of an inline text, and not inside a phonetic run. */
  private reading = false;
  private phonetic = false;

  constructor(workbook: Workbook, merges: MergeFiller, limits: Limits, sink: Sink) {
    this.workbook = workbook;
    this.merges = merges;
    this.limits = limits;
    this.sink = sink;
  }

  open(element: string, at: Attributes): void {
    if (element === 'c') this.openCell(at);
    else if (element === 'v' || element === 't') this.reading = !this.phonetic;
    else if (element === 'rPh') this.phonetic = true;
    else if (element === 'row') {
      this.row = { rowNumber: Number(at.r) || this.row.rowNumber + 1, cells: [], numeric: [], merged: [] };
      this.rowHidden = at.hidden === '1' || at.hidden === 'true';
      this.column = 0;
    }
  }

  text(piece: string): void {
    if (this.reading) this.value += piece;
  }

  close(element: string): void {
    if (element === 'v' || element === 't') this.reading = false;
    else if (element === 'rPh') this.phonetic = false;
    else if (element === 'c') this.closeCell();
    else if (element === 'row') this.closeRow();
  }

  private openCell(at: Attributes): void {
    const place = at.r === undefined ? null : reference(at.r);
    this.column = place?.column ?? this.column + 1;
    this.type = at.t ?? 'n';
    this.style = at.s === undefined ? PLAIN : (this.workbook.styles[Number(at.s)] ?? PLAIN);
    this.value = '';
    this.reading = false;
    this.phonetic = false;
  }

  private closeCell(): void {
    const text = this.cellText();
    if (text === '') return;
    if (this.column > this.limits.columns)
      throw tooLarge(`第 ${this.row.rowNumber} 行超过 ${this.limits.columns} 列，请删去不需要的列后再上传。`);
    if (text.length > this.limits.cellChars) throw tooLarge(longCell(this.row.rowNumber, this.limits));
    put(this.row, this.column, text, this.type === 'n' && this.style.shows === 'number', false);
  }

  private cellText(): string {
    switch (this.type) {
      case 's':
        return this.workbook.texts.at(Number(this.value || -1));
      case 'str':
      case 'inlineStr':
        return plainText(this.value);
      case 'b':
        return this.value === '1' || this.value === 'true' ? 'TRUE' : this.value === '' ? '' : 'FALSE';
      case 'e':
        return '';
      case 'd':
        return isoText(this.value);
      default:
        return this.style.shows === 'number'
          ? numberText(this.value, this.style)
          : serialText(this.value, this.style, this.workbook.date1904);
    }
  }

  private closeRow(): void {
    const hasContent = this.row.cells.length > 0;
    this.merges.fill(this.row);
    if (hasContent) this.sink.row(this.row, this.rowHidden);
  }
}

/** The refusal of a cell longer than any cell of Excel. */
export const longCell = (rowNumber: number, limits: Limits): string =>
  `第 ${rowNumber} 行有一格超过 ${limits.cellChars} 个字，请缩短后再上传。`;
