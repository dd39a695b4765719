// What one row of a township's roster says about a person, in typed fields. Pure. Serves K2 and the roster import.

import type { IdentityKind, NoNumberReason } from '#kernel/identity.ts';
import type { CategoryCode } from '../categories.ts';

/** Where a row stands: `「低保特困」第 5 行`; a CSV file has no sheets. */
export const rowPlace = (sheet: string, rowNumber: number): string => `${sheet && `「${sheet}」`}第 ${rowNumber} 行`;
/** What a sentence about a whole sheet begins with; nothing where the file is the sheet. */
export const sheetPlace = (sheet: string): string => sheet && `工作表「${sheet}」：`;

/** The fields of a roster and how the template calls their columns; the order is the template's. */
export const ROSTER_FIELDS = {
  name: '姓名',
  identityKind: '证件类型',
  identity: '身份证号',
  sex: '性别',
  born: '出生日期',
  ethnic: '民族',
  village: '村（居）委会',
  group: '村民小组',
  address: '居住地址',
  registeredAddress: '户籍地址',
  phone: '联系电话',
  categories: '对象类别',
  since: '认定日期',
  householdNo: '户编号',
  householder: '户主姓名',
  householderIdentity: '户主身份证号',
  relation: '与户主关系',
  householdSize: '家庭人口',
  guardian: '监护人',
  guardianRelation: '监护人关系',
  guardianPhone: '监护人电话',
  contact: '联系人',
  contactRelation: '联系人关系',
  contactPhone: '联系人电话',
  disabilityNo: '残疾证号',
  disabilityType: '残疾类别',
  disabilityGrade: '残疾等级',
  dibaoNo: '低保证号',
  marital: '婚姻状况',
  health: '健康状况',
  education: '文化程度',
  note: '备注',
} as const;
export type RosterField = keyof typeof ROSTER_FIELDS;

/** Null where the sheet says nothing: a null never empties what is known. Codes are of the national tables. */
export type RosterPerson = {
  name: string;
  identityKind: IdentityKind;
  identity: string | null;
  noNumberReason: NoNumberReason | null;
  sex: '1' | '2' | null;
  /** 'YYYY-MM-DD'; the first of the month or year where the sheet knows no more (bornPrecision). */
  born: string | null;
  bornPrecision: 'day' | 'month' | 'year' | null;
  ethnic: string | null;
  /** 12-digit code. */
  village: string | null;
  group: string | null;
  address: string | null;
  registeredAddress: string | null;
  phone: string | null;
  categories: CategoryCode[];
  since: string | null;
  householdNo: string | null;
  householder: string | null;
  householderIdentity: string | null;
  /** GB/T 4761. */
  relation: string | null;
  householdSize: number | null;
  guardian: string | null;
  guardianRelation: string | null;
  guardianPhone: string | null;
  contact: string | null;
  contactRelation: string | null;
  contactPhone: string | null;
  disabilityNo: string | null;
  disabilityType: string | null;
  disabilityGrade: string | null;
  dibaoNo: string | null;
  marital: string | null;
  health: string | null;
  education: string | null;
  note: string | null;
};

/** `error`: the row cannot be taken as it is. `doubt`: a person decides. The sentence holds no name, number or full date. */
export type RosterIssue = { field: RosterField; level: 'error' | 'doubt'; say: string };

export type RosterRow = {
  kind: 'row';
  sheet: string;
  rowNumber: number;
  person: RosterPerson;
  issues: RosterIssue[];
  /** The cells as written, of the fields with an issue, for correcting them. Personal data: never log it. */
  written: Partial<Record<RosterField, string>>;
};

export const emptyPerson = (): RosterPerson => ({
  name: '',
  identityKind: 'none',
  identity: null,
  noNumberReason: null,
  sex: null,
  born: null,
  bornPrecision: null,
  ethnic: null,
  village: null,
  group: null,
  address: null,
  registeredAddress: null,
  phone: null,
  categories: [],
  since: null,
  householdNo: null,
  householder: null,
  householderIdentity: null,
  relation: null,
  householdSize: null,
  guardian: null,
  guardianRelation: null,
  guardianPhone: null,
  contact: null,
  contactRelation: null,
  contactPhone: null,
  disabilityNo: null,
  disabilityType: null,
  disabilityGrade: null,
  dibaoNo: null,
  marital: null,
  health: null,
  education: null,
  note: null,
});

/** A division as the roster knows it: township 9 digits, village 12. */
export type Division = { code: string; name: string };

/** What the parser knows besides the sheet. */
export type RosterContext = {
  today: string;
  /** Villages of the whole county, or of the township alone. */
  villages: readonly Division[];
  townships: readonly Division[];
  /** 9-digit code of the township whose roster it is; null for a roster of the county. */
  township: string | null;
  /** Area code understood before local telephone numbers, e.g. '0898'. */
  areaCode?: string;
  /** Read hidden sheets and rows too; by default they are skipped and counted. */
  includeHidden?: boolean;
};
