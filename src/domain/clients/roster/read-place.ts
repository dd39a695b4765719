// Where the person lives and who can be reached: village, addresses, telephones, guardian, contact, household. Pure. Serves the
// roster import (K2).

import { codeFor } from '#kernel/codes.ts';
import { parseIdentityNumber } from '#kernel/identity.ts';
import { normalName, withDots } from '#kernel/names.ts';
import { parsePhone, phoneParts } from '#kernel/phones.ts';
import { plainText, tightText } from '#kernel/texts.ts';
import { parseCount, saysNothing } from './cells.ts';
import type { Reading } from './reading.ts';

/** Where the sheet's village cannot be read, the heading above the row or the address may tell it; the doubt stays. */
export function readPlace(r: Reading): void {
  const { person, setting } = r;
  const { township } = setting.context;
  person.group = r.text('group', 60);
  person.address = r.text('address', 200);
  person.registeredAddress = r.text('registeredAddress', 200);
  const named = tightText(r.cell('village'));
  const { codes, rest } = saysNothing(named) ? { codes: [], rest: '' } : setting.villages.read(named, ownTownship(r) ?? township);
  if (codes.length === 1) {
    person.village = codes[0]!;
    if (rest !== '') person.group ??= [...rest].slice(0, 60).join('');
  } else {
    person.village = setting.section ?? fromAddress(r);
    if (codes.length > 1)
      r.say('village', 'doubt', `这个名称对应 ${codes.length} 个村（居）委会，请写全名称（含「村委会」或「社区居委会」）。`);
    else if (!saysNothing(named)) r.say('village', 'doubt', '没有这个村（居）委会，请按区划名称改正。');
    else if (person.village === null) r.say('village', 'doubt', '没有写明村（居）委会，请补上。');
  }
  if (person.village !== null && township !== null && !person.village.startsWith(township))
    r.say('village', 'doubt', '这个村（居）委会不属于本乡镇，请核对。');
}

/** The township named in the row itself (its own column), when it is one of ours. */
function ownTownship(r: Reading): string | null {
  const index = r.setting.layout.columns.findIndex(column => column.kind === 'ignored' && column.why === 'township');
  return index < 0 ? null : r.setting.villages.township(r.row.cells[index] ?? '');
}

function fromAddress(r: Reading): string | null {
  const within = ownTownship(r) ?? r.setting.context.township;
  for (const text of [r.person.address, r.person.registeredAddress, r.person.group]) {
    const found = text === null ? null : r.setting.villages.inAddress(text, within);
    if (found) return found.codes[0]!;
  }
  return null;
}

/** A number from a cell that may hold several; the first good one counts, and the rest is said. */
function readPhone(r: Reading, field: 'phone' | 'guardianPhone' | 'contactPhone'): void {
  const parts = phoneParts(r.cell(field)).filter(part => !saysNothing(part));
  if (parts.length === 0) return;
  const reads = parts.map(part => parsePhone(part, r.setting.context.areaCode));
  const good = reads.filter(read => read.ok);
  if (good[0]) r.person[field] = good[0].number;
  else if (reads[0] && !reads[0].ok) r.say(field, 'doubt', reads[0].say);
  if (good.length > 1) r.say(field, 'doubt', '一格里有几个电话，只登记第一个，请核对。');
}

/** A name that may carry a number behind it: 王大 138…. */
function readOther(
  r: Reading,
  field: 'guardian' | 'contact',
  phone: 'guardianPhone' | 'contactPhone',
  relation: 'guardianRelation' | 'contactRelation',
): void {
  const cell = plainText(withDots(r.cell(field)));
  const number = /(?:0\d{2,3}-?)?\d[\d -]{6,}\d/.exec(cell)?.[0];
  const note = /\(([^()]*)\)/.exec(cell)?.[1] ?? '';
  const name = normalName(
    cell
      .replace(number ?? '', '')
      .replace(/\([^()]*\)/g, '')
      .replace(/[::,;]/g, ''),
  );
  if (!saysNothing(name)) r.person[field] = [...name].slice(0, 40).join('');
  readPhone(r, phone);
  const read = number ? parsePhone(number, r.setting.context.areaCode) : null;
  if (read?.ok && r.person[phone] === null) r.person[phone] = read.number;
  r.person[relation] = r.text(relation, 40) ?? (codeFor('relation', note) ? note : null);
}

/** The person's own number, the guardian and the contact person. */
export function readContacts(r: Reading): void {
  readPhone(r, 'phone');
  readOther(r, 'guardian', 'guardianPhone', 'guardianRelation');
  readOther(r, 'contact', 'contactPhone', 'contactRelation');
}

export function readHousehold(r: Reading): void {
  const { person } = r;
  person.householdNo = r.text('householdNo', 40)?.replace(/(?:\.0)+$/, '') ?? null;
  const head = normalName(plainText(withDots(r.cell('householder'))).replace(/\([^()]*\)/g, ''));
  person.householder = saysNothing(head) ? null : [...head].slice(0, 40).join('');
  const number = parseIdentityNumber(r.cell('householderIdentity'), r.setting.context.today, {
    numeric: r.numeric('householderIdentity'),
  });
  if (number.ok) person.householderIdentity = number.number;
  else if (number.reason !== 'empty' && number.reason !== 'none_stated')
    r.say('householderIdentity', 'doubt', `户主的号码不能用：${number.say}`);
  if (!saysNothing(r.cell('householdSize'))) {
    person.householdSize = parseCount(r.cell('householdSize'));
    if (person.householdSize === null) r.say('householdSize', 'doubt', '家庭人口看不懂，请填 1 到 30 的数字。');
  }
}
