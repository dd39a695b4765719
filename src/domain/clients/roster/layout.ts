// The columns of one sheet: found under the title rows, one header line or two, several headers for one field. Pure. Serves the
// roster import (K2).

import { plainText, tightText } from '#kernel/texts.ts';
import { type Column, plainHeader, readHeader } from './headers.ts';
import { ROSTER_FIELDS, type RosterField } from './person.ts';

export type Layout = {
  columns: Column[];
  /** The header of each column as a reader would say it, both lines joined. */
  headers: string[];
  field: Partial<Record<RosterField, number>>;
  /** Further columns under the same merged header, to be read as one with the first: an address or a number spread over several. */
  parts: Partial<Record<RosterField, number[]>>;
  flags: number[];
  /** Columns nobody reads, for the report. */
  unread: { column: string; header: string; why: 'unknown' | 'duplicate' }[];
  /** Sentences; with one of them the sheet is not read. */
  stops: string[];
};

/** The spreadsheet's own name of a column: 0 → A, 26 → AA. */
export function columnName(index: number): string {
  let name = '';
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26)) name = String.fromCharCode(65 + ((n - 1) % 26)) + name;
  return name;
}

const speaks = (column: Column): boolean => column.kind === 'field' || column.kind === 'flag';

/**
 * How many columns of a row read as headers; 0 when it is no header row. One must be a name or a number; 户主 alone is also a word of
 * data (kinship), so it needs more beside it. A header holds no long digits.
 */
export function headerScore(cells: readonly string[]): number {
  let score = 0;
  let sure = false;
  let householder = false;
  for (const cell of new Set(cells)) {
    if (/\d{6}/.test(cell)) return 0;
    if (cell.length > 40 || tightText(cell) === '') continue;
    const column = readHeader(cell);
    if (!speaks(column)) continue;
    score++;
    if (column.kind !== 'field') continue;
    if (column.field === 'name' || column.field === 'identity') sure = true;
    if (column.field === 'householder' || column.field === 'householderIdentity') householder = true;
  }
  return (sure && score >= 2) || (householder && score >= 4) ? score : 0;
}

/** Whether a row continues a header: no data in it, and it names columns or repeats the line above where cells are merged. */
export function continuesHeader(header: readonly string[], below: readonly string[]): boolean {
  let named = 0;
  for (const [i, cell] of below.entries()) {
    const text = tightText(cell);
    if (text === '') continue;
    if (/\d{4,}/.test(text) || cell.length > 40) return false;
    const top = readHeader(header[i] ?? '');
    const same = plainHeader(cell) === plainHeader(header[i] ?? '');
    const names = readHeader(cell).kind !== 'unknown' || joined(header, below, i).kind !== 'unknown';
    if (top.kind === 'field' && !same && !names) return false;
    if (!same && names) named++;
  }
  return named > 0;
}

/** The group header over a column: its own cell, or the nearest to the left where a merged cell left blanks. */
function above(top: readonly string[], bottom: readonly string[], i: number): string {
  for (let j = i; j >= 0; j--) {
    if (tightText(top[j] ?? '') !== '') return top[j]!;
    if (tightText(bottom[j] ?? '') === '') return '';
  }
  return '';
}

const joined = (top: readonly string[], bottom: readonly string[], i: number): Column =>
  readHeader(plainHeader(above(top, bottom, i)) + plainHeader(bottom[i] ?? ''));

/** One column of a two-line header: both lines read together, else the lower, else the upper. */
function twoLines(top: readonly string[], bottom: readonly string[], i: number): { column: Column; header: string } {
  const low = tightText(bottom[i] ?? '');
  const high = tightText(above(top, bottom, i));
  if (low === '' || plainHeader(low) === plainHeader(high))
    return { column: readHeader(top[i] ?? ''), header: tightText(top[i] ?? '') };
  const both = joined(top, bottom, i);
  const alone = readHeader(low);
  const column =
    both.kind !== 'unknown' ? both : alone.kind !== 'unknown' ? alone : speaks(readHeader(high)) ? readHeader(high) : both;
  return { column, header: high ? `${high}/${low}` : low };
}

/** Where a second bare 姓名, 电话, 关系 … belongs: to the guardian or contact whose columns stand to its left. */
function ofNeighbour(field: RosterField, index: number, columns: readonly Column[], taken: Layout['field']): RosterField | null {
  for (let j = index - 1; j >= 0 && j >= index - 4; j--) {
    const left = columns[j];
    if (left?.kind !== 'field') continue;
    const owner = /^(guardian|contact|householder)/.exec(left.field)?.[1];
    if (!owner) continue;
    const wanted = { phone: `${owner}Phone`, relation: `${owner}Relation`, identity: `${owner}Identity` }[field as string];
    return wanted !== undefined && wanted in ROSTER_FIELDS && taken[wanted as RosterField] === undefined
      ? (wanted as RosterField)
      : null;
  }
  return null;
}

/** Reads the columns from one or two header lines (`top` null for one). */
export function layoutOf(top: readonly string[] | null, bottom: readonly string[]): Layout {
  const layout: Layout = { columns: [], headers: [], field: {}, parts: {}, flags: [], unread: [], stops: [] };
  const width = Math.max(top?.length ?? 0, bottom.length);
  const unclear: { index: number; resembles: RosterField }[] = [];
  for (let i = 0; i < width; i++) {
    const { column: read, header } = top
      ? twoLines(top, bottom, i)
      : { column: readHeader(bottom[i] ?? ''), header: plainText(bottom[i] ?? '') };
    let column = read;
    if (column.kind === 'field' && layout.field[column.field] !== undefined) {
      column = again(layout, column, i, repeated(top, bottom, i), header);
    }
    layout.columns.push(column);
    layout.headers.push(header);
    if (column.kind === 'field') layout.field[column.field] = i;
    if (column.kind === 'flag') layout.flags.push(i);
    if (column.kind === 'unknown' && tightText(header) !== '') {
      layout.unread.push({ column: columnName(i), header, why: 'unknown' });
      if (column.resembles) unclear.push({ index: i, resembles: column.resembles });
    }
  }
  return settle(layout, unclear);
}

/** A second column of a field: a neighbour's, a part of the first, or one too many, which stops the sheet where it is a name or number. */
function again(layout: Layout, column: Column & { kind: 'field' }, i: number, merged: boolean, header: string): Column {
  const better = column.bare ? ofNeighbour(column.field, i, layout.columns, layout.field) : null;
  if (better) return { kind: 'field', field: better };
  if (merged) {
    layout.parts[column.field] = [...(layout.parts[column.field] ?? []), i];
    return { kind: 'ignored', why: 'other_person' };
  }
  layout.unread.push({ column: columnName(i), header, why: 'duplicate' });
  if (['name', 'identity'].includes(column.field)) {
    layout.stops.push(
      `第 ${columnName(layout.field[column.field]!)} 列和第 ${columnName(i)} 列都像「${ROSTER_FIELDS[column.field]}」，无法判断用哪一列，请改掉其中一列的列名。`,
    );
  }
  return { kind: 'ignored', why: 'other_person' };
}

/** A merged header repeated over its cells by the reader: the same text as the column to its left, on every line. */
function repeated(top: readonly string[] | null, bottom: readonly string[], i: number): boolean {
  return i > 0 && bottom[i] === bottom[i - 1] && (top === null || top[i] === top[i - 1]);
}

/** What is decided only when all columns are known: the householder as the person, and what is missing. */
function settle(layout: Layout, unclear: readonly { index: number; resembles: RosterField }[]): Layout {
  const { field } = layout;
  for (const [from, to] of [
    ['householder', 'name'],
    ['householderIdentity', 'identity'],
  ] as const) {
    if (field[to] !== undefined || field[from] === undefined || (to === 'identity' && field.householder !== undefined)) continue;
    field[to] = field[from];
    layout.columns[field[from]] = { kind: 'field', field: to };
    delete field[from];
  }
  for (const { index, resembles } of unclear) {
    if (field[resembles] !== undefined) continue;
    layout.stops.push(
      `第 ${columnName(index)} 列「${layout.headers[index]}」像是「${ROSTER_FIELDS[resembles]}」，但系统不能确定，请把列名改成「${ROSTER_FIELDS[resembles]}」后重新上传。`,
    );
  }
  if (field.name === undefined && layout.stops.length === 0) layout.stops.push('没有找到「姓名」列，请补上列名后重新上传。');
  return layout;
}
