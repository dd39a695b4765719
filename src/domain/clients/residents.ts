// One person served: what is known of them, the words for it, and when their service file is complete. Both sides.
// Serves K2 (service files), E1 (register), PRI-01, PRI-02, PRI-04.

import { z } from 'zod';
import { ageOn } from '#kernel/dates.ts';
import { codes, Day, text } from '#kernel/endpoints.ts';
import { IDENTITY_KINDS, NO_NUMBER_REASONS } from '#kernel/identity.ts';
import { CATEGORY_CODES } from './categories.ts';

/** Whether the station still serves the person; `merged` rows only point to the row that stands for them. */
export const RESIDENT_STATES = { active: '在册', moved: '迁出', died: '死亡', closed: '结束服务', merged: '已合并' } as const;
export type ResidentState = keyof typeof RESIDENT_STATES;
export const FILE_STATES = { none: '未建档', open: '建档中', complete: '已建档', closed: '已结档' } as const;
export type FileState = keyof typeof FILE_STATES;
export const SOURCES = { roster: '名册导入', worker: '社工登记' } as const;

/** What a person (or their guardian) agreed to; each is asked separately (PRI-01, PRI-10). */
export const CONSENT_PURPOSES = {
  service_file: '建立服务档案',
  photo: '服务过程拍照',
  location: '记录探访定位',
  referral: '转介时共享必要信息',
  publicity: '对外宣传使用照片或故事',
} as const;
export const CONSENT_WAYS = {
  paper: '纸质签字',
  screen: '手机签字',
  fingerprint: '按指印',
  spoken: '口头同意（有见证人）',
} as const;
/** Under this age the guardian consents, not the child (PRI-02). */
export const CONSENT_AGE = 14;

/** What may be shown in clear, one at a time, with a row in the ledger. */
export const REVEALABLE = {
  identity: '证件号码',
  phone: '联系电话',
  address: '居住地址',
  registered_address: '户籍地址',
  contact_phone: '联系人电话',
  guardian_phone: '监护人电话',
  disability_no: '残疾证号',
} as const;
export type Revealable = keyof typeof REVEALABLE;
export const REVEAL_REASONS = {
  contact: '联系本人或家属',
  verify: '核对身份或档案',
  referral: '办理转介或救助',
  review: '审核、检查工作',
  emergency: '紧急情况处置',
} as const;

const optional = <T extends z.ZodType>(type: T) => type.nullish();
const code = z.string().max(4);
const rawPhone = z.string().trim().max(30, '电话过长');

/** What is written of a person. A number is checked where it is saved, because that depends on the day. Null empties a field. */
export const PersonFields = z.object({
  name: text(40),
  sex: optional(z.enum(['1', '2'], { error: '请选择性别' })),
  born_on: optional(Day),
  identity_kind: codes(IDENTITY_KINDS),
  identity: optional(z.string().trim().max(40, '证件号过长')),
  identity_reason: optional(codes(NO_NUMBER_REASONS)),
  village_group: optional(text(60)),
  relation: optional(code),
  ethnic: optional(code),
  marital: optional(code),
  education: optional(code),
  health: optional(code),
  disability_kind: optional(code),
  disability_grade: optional(code),
  disability_no: optional(text(40)),
  phone: optional(rawPhone),
  address: optional(text(200)),
  registered_address: optional(text(200)),
  contact_name: optional(text(40)),
  contact_relation: optional(text(40)),
  contact_phone: optional(rawPhone),
  guardian_name: optional(text(40)),
  guardian_relation: optional(text(40)),
  guardian_phone: optional(rawPhone),
  notes: optional(text(600)),
});
export type PersonFields = z.infer<typeof PersonFields>;

/** What a file still lacks, and where it is filled in. */
export const FILE_GAPS = {
  identity: '证件号码（或没有证件的原因）',
  born_on: '出生日期',
  sex: '性别',
  village: '村（居）',
  address: '居住地址',
  phone: '联系电话（本人、联系人或监护人之一）',
  categories: '至少一个对象类别及其认定依据',
  guardian: '监护人（未成年人必填）',
  consent: '建立服务档案的知情同意',
  guardian_consent: '监护人的知情同意（不满 14 周岁）',
} as const;
export type FileGap = keyof typeof FILE_GAPS;

/** What the completeness of a file is judged by. */
export type FileFacts = {
  identity_kind: string;
  has_identity: boolean;
  identity_reason: string | null;
  sex: string;
  born_on: string | null;
  village_code: string | null;
  has_address: boolean;
  has_phone: boolean;
  guardian_name: string | null;
  /** Whether a current category has a basis. */
  categories: readonly { basis: string | null }[];
  /** Consents to `service_file` that were not withdrawn. */
  consents: readonly { signer_relation: string | null }[];
};

/** Who signs for oneself. */
export const SELF = '本人';

/** What the file lacks; an empty list is a complete file (K2). */
export function fileGaps(facts: FileFacts, day: string): FileGap[] {
  const age = facts.born_on === null ? null : ageOn(facts.born_on, day);
  const byGuardian = facts.consents.some(c => c.signer_relation !== null && c.signer_relation !== SELF);
  const lacks: Record<FileGap, boolean> = {
    identity:
      !facts.has_identity &&
      !(facts.identity_kind === 'none' && facts.identity_reason !== null && facts.identity_reason !== 'not_in_roster'),
    born_on: facts.born_on === null,
    sex: facts.sex !== '1' && facts.sex !== '2',
    village: facts.village_code === null,
    address: !facts.has_address,
    phone: !facts.has_phone,
    categories: !facts.categories.some(c => c.basis !== null),
    guardian: age !== null && age < 18 && facts.guardian_name === null,
    consent: facts.consents.length === 0,
    guardian_consent: age !== null && age < CONSENT_AGE && facts.consents.length > 0 && !byGuardian,
  };
  return (Object.keys(FILE_GAPS) as FileGap[]).filter(gap => lacks[gap]);
}

export const CategoryWord = z.enum(CATEGORY_CODES);
