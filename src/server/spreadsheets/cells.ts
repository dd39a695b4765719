// What a cell says: numbers, days and escapes of the file format as the text a person sees in Excel. Pure.

/** How a style shows a number: as it is, as a day or time, or padded with zeros to a width ("0000" shows 12 as 0012). */
export type NumberStyle = { shows: 'number' | 'day' | 'instant' | 'time'; width: number };
export const PLAIN: NumberStyle = { shows: 'number', width: 0 };

const DAY_MS = 86_400_000;
/** Serial 25569 is 1970-01-01; 1462 days lie between the two calendars a workbook may choose. */
const EPOCH = 25_569;
const MAX_SERIAL = 2_958_465;

/**
 * A stored number as text: integers with all their digits and without exponent (what Excel shows as 4.69E+17 arrives as
 * 469030195001011000: 15 digits kept, the rest zeros, as Excel itself keeps them), others rounded to Excel's 15 digits.
 */
export function numberText(raw: string, style: NumberStyle = PLAIN): string {
  const value = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(value)) return raw.trim();
  if (Number.isInteger(value) && Math.abs(value) < 1e15)
    return (value < 0 ? '-' : '') + String(Math.abs(value)).padStart(style.width, '0');
  const [mantissa, exponent] = value.toExponential(14).split('e') as [string, string];
  const sign = value < 0 ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  const point = Number(exponent) + 1;
  if (point < -20) return '0';
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  const rest = (point > 0 ? digits.slice(point) : '0'.repeat(-point) + digits).replace(/0+$/, '');
  const text = rest ? `${whole}.${rest}` : whole;
  return (text === '0' ? '' : sign) + (rest ? text : text.padStart(style.width, '0'));
}

/** A serial as a day 'YYYY-MM-DD', an instant 'YYYY-MM-DD HH:mm' or a time 'HH:mm'; out of the calendar's range: the number. */
export function serialText(raw: string, style: NumberStyle, date1904: boolean): string {
  let serial = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(serial)) return raw.trim();
  if (date1904) serial += 1462;
  if (serial < 0 || serial >= MAX_SERIAL + 1) return numberText(raw);
  // Excel believes in a 29 February 1900 (serial 60): days before it are one off.
  const days = serial < 60 && !date1904 ? serial + 1 : serial;
  if (Number.isInteger(days) && style.shows !== 'time') return dayText(days);
  const minutes = Math.round((days - EPOCH) * 1440);
  const iso = new Date(minutes * 60_000).toISOString();
  if (style.shows === 'time' && serial < 1) return iso.slice(11, 16);
  const hasTime = ((minutes % 1440) + 1440) % 1440 !== 0;
  return style.shows === 'day' || !hasTime ? dayText(days) : `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
}

/** Birthdays repeat through a roster; making each day's text once is a tenth of the reading time. */
const daysSeen = new Map<number, string>();

function dayText(serial: number): string {
  const day = Math.floor(serial);
  const seen = daysSeen.get(day);
  if (seen !== undefined) return seen;
  const text = new Date((day - EPOCH) * DAY_MS).toISOString().slice(0, 10);
  if (daysSeen.size < 50_000) daysSeen.set(day, text);
  return text;
}

/** An ISO 8601 cell (t="d") as serialText would say it. */
export function isoText(raw: string): string {
  const found = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(?::[\d.]+)?)?/.exec(raw.trim());
  if (!found) return raw.trim();
  return found[2] && found[2] !== '00:00' ? `${found[1]} ${found[2]}` : found[1]!;
}

/** Text of the file format as text: `_x000D_` escapes resolved, every line break as '\n'. */
export function plainText(raw: string): string {
  const text = raw.includes('_x')
    ? raw.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : raw;
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/** Built-in formats that show days or times; 27–36 and 50–58 are days in Chinese Excel. */
function builtIn(id: number): NumberStyle['shows'] {
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 54) || id === 57 || id === 58)
    return 'day';
  if (id === 22) return 'instant';
  return (id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id === 55 || id === 56 ? 'time' : 'number';
}

/** What a number format shows. `code` is the workbook's own format for the id, if it defines one. */
export function numberStyle(id: number, code: string | undefined): NumberStyle {
  if (code === undefined) return { shows: builtIn(id), width: 0 };
  if (/^0+$/.test(code)) return { shows: 'number', width: code.length };
  if (/general|通用/i.test(code)) return PLAIN;
  const bare = code
    .split(';')[0]!
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  const day = /[yd年日]|aaa|e(?![+-])/i.test(bare) || /^m+$|月/i.test(bare);
  const time = /[hs时分秒]|am\/pm|上午/i.test(bare);
  return { shows: day ? (time ? 'instant' : 'day') : time ? 'time' : 'number', width: 0 };
}

/** `BC12` → { column: 55, row: 12 }, both from 1; null when the text is no reference. */
export function reference(text: string): { column: number; row: number } | null {
  let column = 0;
  let i = 0;
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i) & ~32;
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  const row = Number(text.slice(i));
  return column > 0 && column <= 16_384 && Number.isInteger(row) && row > 0 && row <= 1_048_576 ? { column, row } : null;
}
