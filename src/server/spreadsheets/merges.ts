// Merged cells: Excel keeps the value in the first cell only, people read it in all. The list of merges stands behind the rows in
// the file, so it is read in a pass of its own that unpacks the sheet without parsing it.
import { reference } from './cells.ts';
import { type Limits, say, tooLarge } from './limits.ts';

export type Merge = { top: number; bottom: number; left: number; right: number };
/** One row while it is being read; arrays run from column 1 at index 0 and may have holes at the end only. */
export type Row = { rowNumber: number; cells: string[]; numeric: boolean[]; merged: boolean[] };

const END_OF_ROWS = Buffer.from('sheetData>');

/** The merges of a sheet, by their first row. Bytes are searched as they are unpacked; only what follows the rows is decoded. */
export async function readMerges(sheet: AsyncIterable<Buffer>, limits: Limits): Promise<Merge[]> {
  const merges: Merge[] = [];
  let tail: Buffer = Buffer.alloc(0);
  let inTail = false;
  const overlap = 256;
  for await (const chunk of sheet) {
    const piece = Buffer.concat([tail, chunk]);
    if (!inTail) inTail = piece.includes(END_OF_ROWS) && endsRows(piece);
    let from = 0;
    if (inTail) {
      for (const found of piece.toString('latin1').matchAll(/<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+):([A-Z]+\d+)"/g)) {
        const first = reference(found[1]!);
        const last = reference(found[2]!);
        from = found.index + found[0].length;
        if (!first || !last || last.row < first.row || last.column < first.column) continue;
        if (merges.length >= limits.merges) throw tooLarge(say.memory);
        merges.push({ top: first.row, bottom: last.row, left: first.column, right: Math.min(last.column, limits.columns) });
      }
    }
    tail = piece.subarray(Math.max(from, piece.length - overlap));
  }
  return merges.sort((a, b) => a.top - b.top);
}

const endsRows = (piece: Buffer): boolean => /<\/(?:\w+:)?sheetData>/.test(piece.toString('latin1'));

/** Repeats the value of each merge in the cells it covers, row after row. Feed it every row with content, in order. */
export class MergeFiller {
  private readonly waiting: Merge[];
  private next = 0;
  private active: { merge: Merge; text: string; numeric: boolean }[] = [];

  constructor(merges: Merge[]) {
    this.waiting = merges;
  }

  fill(row: Row): void {
    if (this.active.length > 0) this.active = this.active.filter(each => each.merge.bottom >= row.rowNumber);
    for (; this.next < this.waiting.length && this.waiting[this.next]!.top <= row.rowNumber; this.next++) {
      const merge = this.waiting[this.next]!;
      if (merge.top !== row.rowNumber) continue;
      const text = row.cells[merge.left - 1] ?? '';
      if (text !== '') this.active.push({ merge, text, numeric: row.numeric[merge.left - 1] ?? false });
    }
    for (const { merge, text, numeric } of this.active) {
      for (let column = merge.left; column <= merge.right; column++) {
        if (row.rowNumber === merge.top && column === merge.left) continue;
        put(row, column, text, numeric, true);
      }
    }
  }
}

/** Sets a cell, filling the columns before it. */
export function put(row: Row, column: number, text: string, numeric: boolean, merged: boolean): void {
  while (row.cells.length < column - 1) {
    row.cells.push('');
    row.numeric.push(false);
    row.merged.push(false);
  }
  row.cells[column - 1] = text;
  row.numeric[column - 1] = numeric;
  row.merged[column - 1] = merged;
}
