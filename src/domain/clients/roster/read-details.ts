// What else the row says: coded fields, disability, categories, dates. Pure. Serves the roster import (K2, E1).

import { codeFor } from '#kernel/codes.ts';
import { ageOn } from '#kernel/dates.ts';
import { numberText, tightText } from '#kernel/texts.ts';
import { CATEGORY_CODES, type CategoryCode, categoryDoubts } from '../categories.ts';
import { parseCategories } from '../category-words.ts';
import { parseDay, parseFlag, saysNothing } from './cells.ts';
import type { Reading } from './reading.ts';

/** Fields of a national table. A word the table does not know is kept in the note, so that nothing written is lost. */
export function readCoded(r: Reading): void {
  const { person } = r;
  const kept: string[] = [];
  const tables = {
    ethnic: '民族',
    relation: '与户主关系',
    marital: '婚姻状况',
    health: '健康状况',
    education: '文化程度',
  } as const;
  for (const field of Object.keys(tables) as (keyof typeof tables)[]) {
    const text = r.text(field, 60);
    if (text === null) continue;
    person[field] = codeFor(field, tightText(text));
    if (person[field] !== null) continue;
    if (field === 'ethnic') r.say('ethnic', 'doubt', '民族不在国家标准名称中，请核对。');
    else kept.push(`${tables[field]}:${text}`);
  }
  const note = r.text('note', 600);
  person.note = [...(note === null ? [] : [note]), ...kept].join(';').slice(0, 600).trim() || null;
}

const UNREADABLE = {
  disabilityType: '残疾类别看不懂，请填视力、听力、言语、肢体、智力、精神或多重。',
  disabilityGrade: '残疾等级看不懂，请填一级到四级。',
} as const;

/** The certificate (20 digits: identity number, type, grade) tells what its own columns leave out or garble. */
export function readDisability(r: Reading): void {
  const { person } = r;
  const number = numberText(r.cell('disabilityNo'));
  if (r.numeric('disabilityNo') && number.length > 15)
    r.say('disabilityNo', 'doubt', '残疾证号所在单元格是数字格式，后几位已被改写，未导入。');
  else if (!saysNothing(number)) person.disabilityNo = number.slice(0, 40);
  const card = /^(\d{17}[\dX])([1-7])([1-4])(?:B\d)?$/.exec(person.disabilityNo ?? '');
  if (card && person.identityKind === 'resident_id' && person.identity !== null && card[1] !== person.identity)
    r.say('disabilityNo', 'doubt', '残疾证号的前 18 位与身份证号不同，请核对。');
  for (const [field, table, at] of [
    ['disabilityType', 'disability_type', 2],
    ['disabilityGrade', 'disability_grade', 3],
  ] as const) {
    const text = tightText(r.cell(field)).replace(/\.0$/, '');
    const read = saysNothing(text) ? null : codeFor(table, text);
    if (read === null && !saysNothing(text)) r.say(field, 'doubt', UNREADABLE[field]);
    person[field] = read ?? card?.[at] ?? null;
  }
}

export function readCategories(r: Reading): void {
  const { person, setting } = r;
  const age = person.born === null ? undefined : ageOn(person.born, setting.context.today);
  const { found, unknown } = parseCategories(r.cell('categories'), age);
  const codes = new Set<CategoryCode>(found);
  if (unknown.length > 0)
    r.say('categories', 'doubt', `有 ${unknown.length} 个类别不认识，请改成规定的名称，多个类别用顿号分开。`);
  for (const index of setting.layout.flags) {
    const column = setting.layout.columns[index];
    const cell = r.row.cells[index] ?? '';
    const yes = parseFlag(cell);
    if (column?.kind !== 'flag') continue;
    if (yes) codes.add(column.category);
    if (yes === null) r.say('categories', 'doubt', `「${setting.layout.headers[index]}」列应填「是」或「否」。`);
  }
  const disabled: CategoryCode[] = ['person_with_disability', 'severe_disability', 'disabled_child', 'severely_disabled_elder'];
  if (person.disabilityGrade !== null && !disabled.some(code => codes.has(code)))
    codes.add(person.disabilityGrade <= '2' ? 'severe_disability' : 'person_with_disability');
  if (codes.size === 0 && unknown.length === 0 && setting.assumed) codes.add(setting.assumed);
  person.categories = CATEGORY_CODES.filter(code => codes.has(code));
  if (person.categories.length === 0 && unknown.length === 0) r.say('categories', 'doubt', '没有写明对象类别，请补上。');
  for (const say of categoryDoubts(person.categories, person.born, setting.context.today)) r.say('categories', 'doubt', say);
}

/** Since when: a month or a year alone is taken as its first day. */
export function readSince(r: Reading): void {
  const read = parseDay(r.cell('since'), { latest: r.setting.context.today, numeric: r.numeric('since') });
  if (read.ok) r.person.since = read.day;
  else if (read.reason !== 'empty') r.say('since', 'doubt', `认定日期：${read.say}`);
}

/** The number of the 低保 certificate, as written. */
export function readDibaoNo(r: Reading): void {
  const number = tightText(r.cell('dibaoNo'));
  if (r.numeric('dibaoNo') && number.length > 15)
    r.say('dibaoNo', 'doubt', '低保证号所在单元格是数字格式，后几位已被改写，未导入。');
  else r.person.dibaoNo = saysNothing(number) ? null : number.slice(0, 40);
}
