// Resident identity numbers (GB 11643): read, checked, converted from the old 15 digits, made for generated people.
// Pure; browser and server. No sentence here repeats the number. Serves K2 and the roster import.

import { ageOn, isDay } from './dates.ts';
import { tightText } from './texts.ts';

/** What a person identifies themselves by. */
export const IDENTITY_KINDS = {
  resident_id: '居民身份证',
  birth_certificate: '出生医学证明',
  none: '无证件',
  other: '其他证件（护照、港澳台通行证、居住证等）',
} as const;
export type IdentityKind = keyof typeof IDENTITY_KINDS;

/** Why a person has no number; required with the kind `none`. */
export const NO_NUMBER_REASONS = {
  not_in_roster: '名册未填证件号',
  unregistered: '尚未登记户口',
  not_issued: '尚未办理身份证',
  lost: '证件遗失，补办中',
  declined: '本人或监护人暂不提供',
} as const;
export type NoNumberReason = keyof typeof NO_NUMBER_REASONS;

const REFUSALS = {
  empty: '没有填写身份证号。',
  none_stated: '写明没有证件：证件类型请选「无证件」，并填写出生日期。',
  masked: '号码含有星号，是脱敏后的号码，请换成完整的身份证号。',
  excel_scientific: '号码被表格软件变成了科学计数（如 4.69E+17），后几位已经丢失，请把该列设为文本后重新填写。',
  excel_rounded: '号码所在单元格是数字格式，超过 15 位的部分已被表格软件改写，请把该列设为文本后重新填写。',
  several: '一格里有不止一个号码，请分行填写。',
  disability_card: '这是 20 位残疾人证号，前 18 位才是身份证号，请核对。',
  birth_certificate: '像是出生医学证明编号：证件类型请选「出生医学证明」。',
  other_document: '像是护照或通行证号：证件类型请选「其他证件」。',
  characters: '身份证号只能是 17 位数字加 1 位数字或 X，请对照证件改正。',
  length: '身份证号应为 18 位，请对照证件补全。',
  date: '身份证号第 7–14 位不是有效的出生日期，请对照证件改正。',
  future: '身份证号中的出生日期晚于今天，请对照证件改正。',
  too_old: '身份证号中的出生日期距今超过 130 年，请对照证件改正。',
  check_digit: '身份证号校验位不符，至少有一位写错，请对照证件逐位核对。',
} as const;
export type IdentityRefusal = keyof typeof REFUSALS;

export type IdentityRead =
  | {
      ok: true;
      /** 18 characters, upper-case X. */
      number: string;
      born: string;
      /** GB/T 2261.1: '1' male, '2' female (the 17th digit, odd or even). */
      sex: '1' | '2';
      /**
       * Where the number was first issued, in the codes of that time (this county: 460036, 469036, 469030 …).
       * Never a basis for where a person belongs: people move and codes changed.
       */
      region: string;
      /** True when an old 15-digit number was converted. */
      converted: boolean;
    }
  | { ok: false; reason: IdentityRefusal; say: string };

const ENDS_IN_ZEROS = '号码末三位是 000 且校验位不符，多半被表格软件改写过，请把该列设为文本后重新填写。';
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const OLDEST = 130;

/** The number of 18 characters for its first 17 digits. Throws TypeError on anything but 17 digits (a programmer's mistake). */
export function withCheckDigit(first17: string): string {
  if (!/^\d{17}$/.test(first17)) throw new TypeError('17 digits are needed');
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(first17[i]), 0);
  return first17 + '10X98765432'[sum % 11];
}

/**
 * The text as a number is compared: width folded, spaces, quotes, dashes and invisible characters removed, x and its look-alikes
 * (×, Cyrillic Х, Greek Χ) made X, a decimal tail `.0` cut.
 */
export const normalIdentity = (text: string): string =>
  tightText(text)
    .replace(/['"`´‘’“”′″‐-―−-]/g, '')
    .replace(/[x×ХхΧχ]/gu, 'X')
    .replace(/(\d)\.0+$/, '$1')
    .toUpperCase();

const NONE_WORDS = /^(?:无|没有|无证|无证件|无身份证|未办|未办理|暂无|未上户|无户口|黑户|\/|—|——)$/u;

const refuse = (reason: IdentityRefusal, say: string = REFUSALS[reason]): IdentityRead => ({ ok: false, reason, say });

/** What a text is that is not a number of 15 or 18 characters; null when it looks like one. */
function misread(text: string, n: string, numeric: boolean): IdentityRead | null {
  if (n === '') return NONE_WORDS.test(tightText(text)) ? refuse('none_stated') : refuse('empty');
  if (NONE_WORDS.test(n)) return refuse('none_stated');
  if (/\d[.\d]*E\+?\d+$/.test(n)) return refuse('excel_scientific');
  if (n.includes('*') || /X{3,}/.test(n)) return refuse('masked');
  if ((text.normalize('NFKC').match(/\d{17}[\dXx]|\d{15}/g)?.length ?? 0) > 1) return refuse('several');
  if (/^\d{20,22}$|^\d{17}X\d{2,4}$/.test(n) && /^[1-7][1-4]/.test(n.slice(18))) return refuse('disability_card');
  if (numeric && n.length > 15) return refuse('excel_rounded');
  if (/^[A-Z]\d{9}$/.test(n)) return refuse('birth_certificate');
  if (/^(?:[EGDSPK][A-Z]?\d{7,8}|[HMC][A-Z]?\d{7,10})$/.test(n)) return refuse('other_document');
  if (!/\d/.test(n)) return refuse('characters');
  if (n.length !== 15 && n.length !== 18) return refuse('length', `身份证号应为 18 位，这里是 ${n.length} 位，请对照证件补全。`);
  return /^(?:\d{15}|\d{17}[\dX])$/.test(n) ? null : refuse('characters');
}

/**
 * Reads an identity number from a cell or a field.
 * @param today the day the birth date may not exceed.
 * @param options.numeric the cell was a number: more than 15 digits of it cannot be trusted, whatever they look like.
 */
export function parseIdentityNumber(text: string, today: string, options: { numeric?: boolean } = {}): IdentityRead {
  const n = normalIdentity(text);
  const wrong = misread(text, n, options.numeric ?? /^\s*\d{16,}\.0+\s*$/.test(text));
  if (wrong) return wrong;
  const converted = n.length === 15;
  const number = converted ? withCheckDigit(`${n.slice(0, 6)}19${n.slice(6)}`) : n;
  const born = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isDay(born)) return refuse('date');
  if (born > today) return refuse('future');
  if (ageOn(born, today) > OLDEST) return refuse('too_old');
  if (withCheckDigit(number.slice(0, 17)) !== number)
    return number.endsWith('000') ? refuse('excel_rounded', ENDS_IN_ZEROS) : refuse('check_digit');
  return { ok: true, number, born, sex: Number(number[16]) % 2 === 1 ? '1' : '2', region: number.slice(0, 6), converted };
}
