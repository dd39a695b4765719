// The cells of an exported sheet as XML. A text is always an inline text, never a formula, and one that a spreadsheet program
// might take for a formula when a person edits it or saves it as CSV gets an apostrophe in front (attack 10).
import { dayOf, isDay } from '#kernel/dates.ts';

export type CellKind = 'text' | 'number' | 'date';
/** The numbers of the cell styles in the workbook's style part (see parts.ts). */
export const STYLE = { title: 1, subtitle: 2, header: 3, text: 4, number: 5, day: 6, instant: 7, footer: 8, mark: 9 } as const;
type Style = (typeof STYLE)[keyof typeof STYLE];

const MAX_CHARS = 32_767;
const CUT = '…（内容过长，已截断）';
/** Starts that spreadsheet programs read as a formula, also behind spaces and marks nobody sees. */
const FORMULA = /^(?:[\t\r\n]|[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠])/;

/** A text that no spreadsheet program takes for a formula; still readable. */
export const harmless = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/**
 * One cell.
 * @param place the cell's reference, e.g. `B12`
 * @param value a text, number, bigint, boolean (是/否), Date, null or undefined; days as 'YYYY-MM-DD', instants as ISO texts.
 * A value that does not fit its column's kind is written as text. Throws TypeError for objects: a caller's mistake.
 */
export function cellXml(place: string, kind: CellKind, value: unknown): string {
  if (value === null || value === undefined || value === '') return `<c r="${place}" s="${styleOf(kind)}"/>`;
  if (kind === 'number') {
    const number = numberOf(value);
    if (number !== null) return `<c r="${place}" s="${STYLE.number}"><v>${number}</v></c>`;
  }
  if (kind === 'date') {
    const moment = momentOf(value);
    if (moment) return `<c r="${place}" s="${moment.hasTime ? STYLE.instant : STYLE.day}"><v>${moment.serial}</v></c>`;
  }
  return textXml(place, styleOf(kind), harmless(textOf(value)));
}

const styleOf = (kind: CellKind): Style => (kind === 'text' ? STYLE.text : kind === 'number' ? STYLE.number : STYLE.day);

/** A text cell. The text is written as it is: pass what people have written through `harmless` first. */
export function textXml(place: string, style: Style, text: string): string {
  const whole = text.length > MAX_CHARS ? text.slice(0, MAX_CHARS - CUT.length) + CUT : text;
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(whole)}</t></is></c>`;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return clean(value);
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof Date) return value.toISOString();
  throw new TypeError(`a cell cannot hold a value of type ${typeof value}`);
}

/** A number as the file stores it, or null for what would lose digits (Excel keeps 15) or is none. */
function numberOf(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) && Math.abs(value) < 1e15 ? String(value) : null;
  const text = typeof value === 'bigint' ? String(value) : value;
  if (typeof text !== 'string' || !/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text)) return null;
  return text.replace(/\D/g, '').length <= 15 ? text : null;
}

/** A day or instant as Excel's serial, in the stations' time; null for what is neither, and for days before Excel's calendar. */
function momentOf(value: unknown): { serial: number; hasTime: boolean } | null {
  if (typeof value === 'string' && isDay(value)) return value < '1900-03-01' ? null : { serial: serialOf(value), hasTime: false };
  const instant =
    value instanceof Date ? value : typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value) ? new Date(value) : null;
  if (!instant || Number.isNaN(instant.getTime()) || dayOf(instant) < '1900-03-01') return null;
  const minutes = Math.floor((instant.getTime() + 8 * 3_600_000) / 60_000);
  return { serial: minutes / 1440 + 25_569, hasTime: true };
}

const serialOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000 + 25_569;

/** What XML 1.0 cannot carry is left out: control characters and halves of surrogate pairs. */
export const clean = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/.test(text)
    ? // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
      text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    : text;

/** A text inside an element or attribute; `_x0041_` is shielded, or Excel would show the character of that number. */
export function escapeXml(text: string): string {
  const shielded = text.includes('_x') ? text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_') : text;
  return /[&<>"\r]/.test(shielded)
    ? shielded.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/\r\n?/g, '\n')
    : shielded;
}

/** The letters of a column, from 1. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let n = column; n > 0; n = Math.floor((n - 1) / 26)) letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters;
  return letters;
}
