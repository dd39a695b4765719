// Days and small values from the cells of a sheet, in the many forms people write them. Pure. Serves the roster import (K2).

import { addDays, isDay } from '#kernel/dates.ts';
import { plainText, tightText } from '#kernel/texts.ts';

export type DayRead =
  | { ok: true; day: string; precision: 'day' | 'month' | 'year' }
  | { ok: false; reason: 'empty' | 'form' | 'no_such_day' | 'future' | 'two_digit_year' | 'lunar' | 'month_lost'; say: string };

const SAY = {
  empty: '没有填写日期。',
  form: '日期看不懂，请写成 1943-05-06 这样的形式。',
  no_such_day: '日期不存在，请核对年、月、日。',
  future: '日期晚于今天，请核对。',
  two_digit_year: '年份只有两位，请写全四位年份。',
  lunar: '写的是农历，请换算成公历日期。',
  month_lost: '数字格式的单元格分不清 1 月和 10 月，请把该列设为文本后重新填写。',
} as const;
const refuse = (reason: keyof typeof SAY): DayRead => ({ ok: false, reason, say: SAY[reason] });

const CHINESE_DIGITS: Record<string, string> = {
  〇: '0',
  零: '0',
  '○': '0',
  一: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
  元: '1',
  正: '1',
};
const digitsOf = (text: string): string =>
  text
    .replace(
      /([一二三])?十([一二三四五六七八九])?/gu,
      (_, tens?: string, ones?: string) => (tens ? CHINESE_DIGITS[tens]! : '1') + (ones ? CHINESE_DIGITS[ones]! : '0'),
    )
    .replace(/[〇零○一二三四五六七八九]|[元正](?=月)/gu, c => CHINESE_DIGITS[c]!);

const pad = (part: string): string => part.padStart(2, '0');

/** Year, month, day as written, the missing ones undefined; null when the text has no such form. */
function partsOf(text: string): [string, string?, string?] | null {
  const compact = /^(\d{4})(\d{2})?(\d{2})?$/.exec(text);
  if (compact) return [compact[1]!, compact[2], compact[3]];
  const split =
    /^(\d{4}|\d{2})[-./年,、](\d{1,2})(?:[-./月,、](\d{1,2})?)?[日号.]?$/.exec(text) ?? /^(\d{4}|\d{2})年?$/.exec(text);
  return split ? [split[1]!, split[2], split[3]] : null;
}

/**
 * A day from a cell: 1943.5.6, 1943-05-06, 1943/5/6, 1943年5月6日, 一九四三年五月六日, 19430506, a spreadsheet's serial number, with or
 * without a time behind it. 194305, 1943.5 and 1943 are read too, as the first of the month or year, and say so in `precision`.
 * @param options.numeric the cell was a number (a serial number; 1943.1 may have been 1943.10). @param options.latest the day it may not exceed.
 */
export function parseDay(cell: string, options: { latest: string; numeric?: boolean }): DayRead {
  const plain = tightText(plainText(cell).replace(/^['‘’]|\s+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/g, '')).replace(
    /T\d{2}:.*$/,
    '',
  );
  if (plain === '' || /^(?:无|不详|未知|\/|-+)$/.test(plain)) return refuse('empty');
  if (/农历|阴历|旧历|腊月|闰/.test(plain)) return refuse('lunar');
  const text = digitsOf(plain.replace(/^(?:公历|阳历|公元|生于)|(?:\([^()]*\)|出生|生)$/g, '')).replace(/[~至].*$/, '');
  const serial = serialDay(text, options.numeric ?? false);
  if (serial) return serial > options.latest ? refuse('future') : { ok: true, day: serial, precision: 'day' };
  if (options.numeric && /^\d{4}\.1$/.test(text)) return refuse('month_lost');
  const parts = partsOf(text);
  if (!parts) return refuse('form');
  const [year, month, date] = parts;
  if (year.length === 2) return refuse('two_digit_year');
  const day = `${year}-${pad(month ?? '1')}-${pad(date ?? '1')}`;
  if (!isDay(day) || year < '1880') return refuse('no_such_day');
  if (day > options.latest) return refuse('future');
  return { ok: true, day, precision: date !== undefined ? 'day' : month !== undefined ? 'month' : 'year' };
}

/**
 * A serial number of the 1900 system. In a cell of text 19xxx and 20xxx may be a year with a month, so only a numeric cell says serial;
 * four digits are a year unless they are beyond one.
 */
function serialDay(text: string, numeric: boolean): string | null {
  const whole = /^(\d{4,5})(?:\.\d+)?$/.exec(text)?.[1];
  if (whole === undefined || (!numeric && /^(?:19|20|\d{4}$)/.test(whole))) return null;
  const serial = Number(whole);
  return serial >= 2100 && serial <= 73_050 ? addDays('1899-12-30', serial) : null;
}

/** How a day of a certain precision is written back into a sheet. */
export const writeDay = (day: string, precision: 'day' | 'month' | 'year'): string =>
  day.slice(0, { day: 10, month: 7, year: 4 }[precision]);

const YES = /^(?:是|有|属于|属|对|√|✓|✔|☑|■|●|1|Y|YES|TRUE|V)$/i;
const NO = /^(?:否|不是|无|没有|不属于|×|✗|X|☐|□|○|0|N|NO|FALSE|-+|\/+)?$/i;

/** A yes/no cell; null when it is neither. */
export function parseFlag(cell: string): boolean | null {
  const text = tightText(cell);
  return YES.test(text) ? true : NO.test(text) ? false : null;
}

/** People in a household: 1 to 30, 人 and 口 left off; null when it is no such number. */
export function parseCount(cell: string): number | null {
  const text = tightText(digitsOf(tightText(cell)))
    .replace(/[人口名个]+$/, '')
    .replace(/\.0+$/, '');
  return /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= 30 ? Number(text) : null;
}

/** A cell that says nothing: blank, 无, /, —. */
export const saysNothing = (cell: string): boolean =>
  /^(?:无|没有|暂无|不详|未知|空|\/+|\\+|[-—–]+|N\/A|#N\/A|null)?$/iu.test(tightText(cell));

/** The text of a cell, null when it says nothing. At most `max` characters: what is longer is cut, and the caller reports it. */
export function textOf(cell: string, max = 200): string | null {
  if (saysNothing(cell)) return null;
  return [...plainText(cell)].slice(0, max).join('').trim();
}
