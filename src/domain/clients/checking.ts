// What was written in a form, checked and brought to its one spelling. Server side: names need their pinyin. Serves K2.

import { type CodeTable, isCode } from '#kernel/codes.ts';
import { AppError, type Issue } from '#kernel/errors.ts';
import { parseIdentityNumber } from '#kernel/identity.ts';
import { normalName } from '#kernel/names.ts';
import { parsePhone } from '#kernel/phones.ts';
import { tightText } from '#kernel/texts.ts';
import type { PersonFields } from './residents.ts';
import type { RosterPerson } from './roster/person.ts';

type Field = keyof PersonFields;
/** How a form's field is called in memory. */
const MEMORY: Record<Field, keyof RosterPerson> = {
  name: 'name',
  sex: 'sex',
  born_on: 'born',
  identity_kind: 'identityKind',
  identity: 'identity',
  identity_reason: 'noNumberReason',
  village_group: 'group',
  relation: 'relation',
  ethnic: 'ethnic',
  marital: 'marital',
  education: 'education',
  health: 'health',
  disability_kind: 'disabilityType',
  disability_grade: 'disabilityGrade',
  disability_no: 'disabilityNo',
  phone: 'phone',
  address: 'address',
  registered_address: 'registeredAddress',
  contact_name: 'contact',
  contact_relation: 'contactRelation',
  contact_phone: 'contactPhone',
  guardian_name: 'guardian',
  guardian_relation: 'guardianRelation',
  guardian_phone: 'guardianPhone',
  notes: 'note',
};
const CODED: Partial<Record<Field, CodeTable>> = {
  relation: 'relation',
  ethnic: 'ethnic',
  marital: 'marital',
  education: 'education',
  health: 'health',
  disability_kind: 'disability_type',
  disability_grade: 'disability_grade',
};
const PHONES = ['phone', 'contact_phone', 'guardian_phone'] as const;

/** Day and area code a form is checked by. */
export type Setting = { today: string; areaCode: string | undefined };

type Refuse = (path: Field, message: string) => void;

function checkNumber(person: RosterPerson, { today }: Setting, refuse: Refuse): void {
  if (person.identityKind === 'none') {
    if (person.identity !== null) refuse('identity_kind', '填写了证件号码，证件类型不能是「无证件」。');
    if (person.noNumberReason === null) refuse('identity_reason', '请选择没有证件的原因');
    if (person.born === null) refuse('born_on', '没有证件的，请填写出生日期');
    return;
  }
  person.noNumberReason = null;
  if (person.identity === null) refuse('identity', '请填写证件号码');
  else if (person.identityKind !== 'resident_id') person.identity = tightText(person.identity).toUpperCase();
  else checkResidentNumber(person, person.identity, today, refuse);
}

/** The number says birth date and sex; what was written beside it must agree. */
function checkResidentNumber(person: RosterPerson, written: string, today: string, refuse: Refuse): void {
  const read = parseIdentityNumber(written, today);
  if (!read.ok) {
    refuse('identity', read.say);
    return;
  }
  if (person.born !== null && person.born !== read.born) refuse('born_on', '出生日期与身份证号不一致，请核对');
  if (person.sex !== null && person.sex !== read.sex) refuse('sex', '性别与身份证号不一致，请核对');
  Object.assign(person, { identity: read.number, born: read.born, sex: read.sex });
}

/**
 * The person after a form: `set` over `known`. A field that is not in `set` stays; null empties it.
 * @throws AppError `invalid` with one sentence per field; the path is the form's field with `prefix` in front
 */
export function writtenPerson(known: RosterPerson, set: Partial<PersonFields>, setting: Setting, prefix = ''): RosterPerson {
  const person: RosterPerson = { ...known };
  const issues: Issue[] = [];
  const refuse: Refuse = (path, message) => {
    issues.push({ path: prefix + path, message });
  };
  for (const field of Object.keys(set) as Field[]) Object.assign(person, { [MEMORY[field]]: set[field] ?? null });
  if ('identity' in set && !('born_on' in set) && set.identity) person.born = null;
  if ('identity' in set && !('sex' in set) && set.identity) person.sex = null;
  if ('born_on' in set) person.bornPrecision = person.born === null ? null : 'day';
  person.name = normalName(person.name);
  if (person.name === '') refuse('name', '请填写姓名');
  checkNumber(person, setting, refuse);
  if (person.born !== null && person.born > setting.today) refuse('born_on', '出生日期晚于今天，请核对');
  for (const field of PHONES) {
    const memory = MEMORY[field];
    if (!(field in set) || person[memory] === null) continue;
    const read = parsePhone(String(person[memory]), setting.areaCode);
    if (read.ok) Object.assign(person, { [memory]: read.number });
    else if (read.reason === 'empty') Object.assign(person, { [memory]: null });
    else refuse(field, read.say);
  }
  for (const [field, table] of Object.entries(CODED) as [Field, CodeTable][]) {
    const value = person[MEMORY[field]];
    if (field in set && value !== null && !isCode(table, String(value))) refuse(field, '请从列表中选择');
  }
  if (issues.length > 0) throw new AppError('invalid', { issues });
  return person;
}
