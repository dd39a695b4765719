// Who the row is about: name, identity number, birth, sex, and whether they agree. Pure. Serves the roster import (K2).

import { codeFor } from '#kernel/codes.ts';
import { IDENTITY_KINDS, type IdentityKind, parseIdentityNumber } from '#kernel/identity.ts';
import { normalName, withDots } from '#kernel/names.ts';
import { numberText, plainText, tightText } from '#kernel/texts.ts';
import { parseDay, saysNothing } from './cells.ts';
import type { Reading } from './reading.ts';

const LEFT = /(?:已故|死亡|去世|病故|已死|销户|注销|迁出|已迁|搬走|取消|停发|退出)/;

/** In the notes only at the beginning: later it may be said of a parent. */
const LEFT_FIRST = new RegExp(`^(?:本人|该人|老人)?于?(?:\\d{4}[\\d年月日./-]*)?已?经?(?:${LEFT.source}|故|死)`);

/** Two names in one cell: with a separator, or on two lines that are names each (a long name may merely be wrapped). */
function severalNames(cell: string): boolean {
  const lines = cell
    .split('\n')
    .map(tightText)
    .filter(line => line !== '');
  return /[、,;/|&]/.test(plainText(cell)) || (lines.length > 1 && lines.every(line => line.length > 1));
}

export function readName(r: Reading): void {
  const written = withDots(r.cell('name').trim()).normalize('NFKC');
  const note = /[([【]([^)\]】]*)[)\]】]?/u.exec(plainText(written))?.[1] ?? '';
  const bare = written
    .replace(/[([【][^)\]】]*[)\]】]?/gu, '')
    .replace(/^\d+[.、]/, '')
    .replace(/[*★]/g, '');
  const name = normalName(bare);
  const words = plainText(bare)
    .split(' ')
    .filter(word => /\p{Script=Han}{2}/u.test(word));
  r.person.name = [...name].slice(0, 40).join('');
  if (saysNothing(name)) r.say('name', 'error', '没有姓名。');
  else if (severalNames(bare)) r.say('name', 'error', '一格里不止一个姓名，请分行填写。');
  else if (words.length > 1 && [...name].length > 4) r.say('name', 'doubt', '像是两个姓名，或少了姓名中间的点，请核对。');
  else if (!/^[\p{Script=Han}·a-zA-Z .'-]+$/u.test(name)) r.say('name', 'doubt', '姓名里有数字或不常见的符号，请核对。');
  else if ([...name].length < 2 || [...name].length > 30) r.say('name', 'doubt', '姓名的字数不常见，请核对。');
  if (LEFT.test(note) || LEFT_FIRST.test(tightText(r.cell('note'))))
    r.say('name', 'doubt', '名册注明已故、迁出或退出，请确认是否仍为服务对象。');
}

export function readIdentity(r: Reading): void {
  const { person } = r;
  const cell = r.cell('identity');
  const kind = kindOf(r.cell('identityKind'));
  const read = parseIdentityNumber(cell, r.setting.context.today, { numeric: r.numeric('identity') });
  if (read.ok) {
    Object.assign(person, {
      identityKind: 'resident_id',
      identity: read.number,
      sex: read.sex,
      born: read.born,
      bornPrecision: 'day',
    });
    if (read.converted) r.say('identity', 'doubt', '写的是 15 位旧号码，已换算成 18 位，请核对。');
    return;
  }
  if (read.reason === 'empty' || read.reason === 'none_stated') {
    Object.assign(person, { identityKind: 'none', noNumberReason: 'not_in_roster' });
    return;
  }
  const other =
    kind ?? (read.reason === 'birth_certificate' ? 'birth_certificate' : read.reason === 'other_document' ? 'other' : null);
  if (other === 'birth_certificate' || other === 'other') {
    Object.assign(person, { identityKind: other, identity: numberText(cell).slice(0, 40) });
    return;
  }
  person.identityKind = 'resident_id';
  r.say('identity', 'error', read.say);
}

function kindOf(cell: string): IdentityKind | null {
  const text = tightText(cell);
  if (/出生(?:医学)?证/.test(text)) return 'birth_certificate';
  if (/护照|通行证|居住证|回乡证|台胞证|其他/.test(text)) return 'other';
  if (/^无/.test(text)) return 'none';
  return text === tightText(IDENTITY_KINDS.resident_id) || /身份证|户口/.test(text) ? 'resident_id' : null;
}

export function readBirth(r: Reading): void {
  const { person } = r;
  const read = parseDay(r.cell('born'), { latest: r.setting.context.today, numeric: r.numeric('born') });
  if (read.ok && person.born === null) {
    Object.assign(person, { born: read.day, bornPrecision: read.precision });
    if (read.precision !== 'day')
      r.say(
        'born',
        'doubt',
        read.precision === 'month'
          ? '出生日期只有年和月，暂按当月 1 日登记，请核实。'
          : '出生日期只有年份，暂按当年 1 月 1 日登记，请核实。',
      );
  } else if (read.ok && person.born !== null) {
    const length = { day: 10, month: 7, year: 4 }[read.precision];
    if (read.day.slice(0, 4) !== person.born.slice(0, 4)) {
      r.say(
        'born',
        'doubt',
        `出生日期与身份证号不一致：表中是 ${read.day.slice(0, 4)} 年，身份证号中是 ${person.born.slice(0, 4)} 年，暂以身份证号为准。`,
      );
    } else if (read.day.slice(0, length) !== person.born.slice(0, length)) {
      r.say('born', 'doubt', '出生日期与身份证号的年份相同、月日不同，暂以身份证号为准，请核对。');
    }
  } else if (!read.ok && read.reason !== 'empty') r.say('born', 'doubt', read.say);
  if (person.born === null && person.identity === null && !r.issues.some(i => i.level === 'error'))
    r.say('born', 'doubt', '没有证件号，也没有出生日期，无法与其他人区分，请补上其中一项。');
}

export function readSex(r: Reading): void {
  const cell = tightText(r.cell('sex')).toUpperCase();
  if (saysNothing(cell)) return;
  const code = codeFor('sex', cell.replace(/\.0$/, ''));
  if (code !== '1' && code !== '2') {
    if (code === null) r.say('sex', 'doubt', '性别看不懂，请填「男」或「女」。');
  } else if (r.person.sex !== null && r.person.sex !== code) {
    r.say(
      'sex',
      'doubt',
      `性别与身份证号不一致：表中是${code === '1' ? '男' : '女'}，身份证号中是${code === '1' ? '女' : '男'}，暂以身份证号为准。`,
    );
  } else r.person.sex = code;
}
