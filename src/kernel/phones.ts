// Telephone numbers of mainland China: read as people write them, stored in one form. Pure; browser and server.

import { tightText } from './texts.ts';

const REFUSALS = {
  empty: '没有填写电话。',
  masked: '号码含有星号,是脱敏后的号码,请换成完整的号码。',
  excel_scientific: '号码被表格软件变成了科学计数,请把该列设为文本后重新填写。',
  several: '一格里有不止一个号码,请只留常用的一个。',
  mobile_length: '手机号应为 11 位,请核对。',
  no_area_code: '固定电话缺少区号,请补上(如 0898-)。',
  form: '不像手机号或固定电话号码,请核对。',
} as const;
export type PhoneRefusal = keyof typeof REFUSALS;
export type PhoneRead =
  | {
      ok: true;
      /** Mobile: 11 digits; landline: `0898-86222222`. */
      number: string;
      kind: 'mobile' | 'landline';
    }
  | { ok: false; reason: PhoneRefusal; say: string };

const refuse = (reason: PhoneRefusal): PhoneRead => ({ ok: false, reason, say: REFUSALS[reason] });
const read = (number: string, kind: 'mobile' | 'landline'): PhoneRead => ({ ok: true, number, kind });

/**
 * Reads one telephone number.
 * @param areaCode the area code understood where none is written, e.g. '0898' (the whole of Hainan); without it such a number is refused.
 */
export function parsePhone(text: string, areaCode?: string): PhoneRead {
  const plain = tightText(text)
    .replace(/['"`‘’“”]/g, '')
    .replace(/(\d)\.0+$/, '$1');
  if (plain === '' || /^(?:无|没有|暂无|\/|[-—]+)$/u.test(plain)) return refuse('empty');
  if (/\*/.test(plain)) return refuse('masked');
  if (/^\d[.\d]*E\+?\d+$/i.test(plain)) return refuse('excel_scientific');
  const digits = plain.replace(/[()‐-―−.·-]/g, '').replace(/^(?:\+|00)?86(?=1[3-9]\d{9}$|0\d{9,11}$)/, '');
  if (/\D/.test(digits)) return refuse(/\d{7,}\D+\d{7,}/.test(plain) ? 'several' : 'form');
  if (/^1[3-9]\d{9}$/.test(digits)) return read(digits, 'mobile');
  const area = /^(?:01\d|02\d|0[3-9]\d\d)(?=[2-9]\d{6,7}$)/.exec(digits)?.[0];
  if (area) return read(`${area}-${digits.slice(area.length)}`, 'landline');
  if (areaCode && digits.length === 11 && digits.startsWith(areaCode.slice(1)))
    return read(`${areaCode}-${digits.slice(3)}`, 'landline');
  if (/^[2-9]\d{6,7}$/.test(digits)) return areaCode ? read(`${areaCode}-${digits}`, 'landline') : refuse('no_area_code');
  if (/^1[3-9]\d{9}1[3-9]\d{9}$/.test(digits)) return refuse('several');
  return refuse(/^1[3-9]/.test(digits) ? 'mobile_length' : 'form');
}

/** The parts of a cell that may each hold a number: `138…/0898-…`, `138…(儿子)`, one per line. */
export const phoneParts = (text: string): string[] =>
  text
    .normalize('NFKC')
    .split(/[/、,;|\r\n]+|[((][^))]*[))]|\s{2,}|(?<=\d{11})\s+(?=\d)|或|和/u)
    .map(part => part.trim())
    .filter(Boolean);
