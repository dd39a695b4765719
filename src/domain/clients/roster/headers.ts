// What a column of a township's roster means, from the many names its header may have. Pure. Serves the roster import (K2).

import { tightText } from '#kernel/texts.ts';
import type { CategoryCode } from '../categories.ts';
import { parseCategories } from '../category-words.ts';
import type { RosterField } from './person.ts';

export type Column =
  | { kind: 'field'; field: RosterField; bare?: boolean }
  /** A yes/no column for one category: 是否低保, or the category's name with ticks. */
  | { kind: 'flag'; category: CategoryCode }
  /** Known and not needed: row numbers, ages, other people's data. */
  | { kind: 'ignored'; why: 'row_number' | 'derived' | 'other_person' | 'township' }
  /** `resembles` names the field it could be; such a column stops the sheet when nothing else gives that field. */
  | { kind: 'unknown'; resembles: RosterField | null };

const PERSON =
  '本人|被保障人|被救助人|服务对象|救助对象|保障对象|低保对象|特困对象|特困人员|供养对象|探访对象|被探访人|受助对象|受助人|对象|留守老人|独居老人|老年人|老人|留守儿童|困境儿童|儿童|孩子|学生|残疾人|申请人|家庭成员|保障人员|成员|人员|居民|村民|持证人';
const OWNERS: readonly (readonly [owner: 'person' | 'householder' | 'guardian' | 'contact' | 'other', words: string])[] = [
  ['person', PERSON],
  ['householder', '户主'],
  ['guardian', '主要监护人|实际监护人|法定监护人|现监护人|受委托监护人|委托监护人|监护人'],
  ['contact', '紧急联系人|家庭联系人|主要联系人|第一联系人|联系人|家属|亲属'],
  [
    'other',
    '父亲|母亲|父母|父|母|配偶|丈夫|妻子|子女|儿子|女儿|祖父母|祖父|祖母|爷爷|奶奶|照料人|照料服务人|护理人|赡养人|抚养人|帮扶人|帮扶责任人|责任人|包联干部|包村干部|村干部|经办人|代办人|代领人|代理人|受托人|填表人|制表人|审核人|负责人|调查人|儿童主任|儿童督导员|督导员|网格员|社工|志愿者|护林员|开户人|开户|持卡人|账户|户名|村委会|班主任|老师|教师|学校|医生|家庭医生|单位',
  ],
];
const ATTRIBUTES: readonly (readonly [
  attribute: 'name' | 'identity' | 'sex' | 'born' | 'phone' | 'relation',
  pattern: string,
])[] = [
  ['identity', '(?:第?二代|居民|公民)?(?:身份证件?|公民身份|身份|证件)(?:号码|编号|号)(?:码)?|(?:居民|公民|二代)?身份证'],
  ['name', '(?:姓名|名字|名称)'],
  ['sex', '性别'],
  ['born', '出生(?:日期|年月日|年月|年份|时间|日|年)?|生日'],
  ['phone', '(?:联系|手机|移动|固定)?(?:电话|手机|方式)(?:号码|号)?|固话|座机|电话号|联络方式|联系手机号?码?'],
  ['relation', '(?:与|和|同)?(?:户主|儿童|对象|本人|老人|孩子|被监护人|残疾人|其)?的?关系'],
];
const FIELD_OF: Record<string, RosterField> = {
  'person.name': 'name',
  'person.identity': 'identity',
  'person.sex': 'sex',
  'person.born': 'born',
  'person.phone': 'phone',
  'person.relation': 'relation',
  'householder.name': 'householder',
  'householder.identity': 'householderIdentity',
  'householder.relation': 'relation',
  'guardian.name': 'guardian',
  'guardian.relation': 'guardianRelation',
  'guardian.phone': 'guardianPhone',
  'contact.name': 'contact',
  'contact.relation': 'contactRelation',
  'contact.phone': 'contactPhone',
};

/** Headers that are one field whatever stands around them. */
const PLAIN: Record<string, string> = {
  identityKind: '证件类型 证件种类 身份证件类型 证件名称',
  ethnic: '民族 族别 民族成分',
  village:
    '村 村委 村委会 村居 村居委会 村居名称 所属村 所属村居 所属村委会 所在村 所在村居 所在村委会 居住村 居住村居 户籍村 行政村 行政村名称 村名 村社区 村或社区 村/社区 村、社区 社区 居委会 村民委员会 村委会名称 村(居)委会',
  group: '村民小组 自然村 村小组 小组 组 组别 村组 自然村组 自然村名称 生产队 所属自然村 所属小组 所在自然村 屯',
  address:
    '地址 住址 家庭住址 家庭地址 家庭详细地址 家庭居住地 居住地址 居住地 现住址 现住地址 现居住地 现居住地址 现居地 实际居住地 实际居住地址 常住地址 常住地 详细地址 详细住址 联系地址 通讯地址',
  registeredAddress: '户籍地址 户籍地 户籍所在地 户籍住址 户口所在地 户口地址 户籍详细地址',
  categories:
    '类别 类型 对象类别 对象类型 人员类别 人员类型 人员身份 保障类别 保障类型 救助类别 救助类型 服务对象类别 服务对象类型 困难类别 困难类型 身份类别 人群类别 人群类型 老人类别 老人类型 儿童类别 儿童类型 备注类别 享受待遇 待遇类别 待遇类型 特殊群体类别 特殊群体类型 对象属性',
  since:
    '认定日期 认定时间 开始日期 开始时间 起始日期 起始时间 纳入日期 纳入时间 享受日期 享受时间 享受起始时间 批准日期 批准时间 审批日期 审批时间 救助开始时间 救助起始时间 施保时间 保障开始时间 保障起始时间 起保时间',
  householdNo: '户编号 户号 户码 家庭编号 户籍编号 户籍号 户口簿号 户口本号 户口号 家庭户号',
  relation: '与户主关系 与户主的关系 和户主关系 同户主关系 户主关系 家庭关系 与户主之关系',
  householdSize:
    '家庭人口 家庭人口数 家庭总人口 家庭成员数 家庭成员人数 人口数 户人口 户人口数 户内人口 家庭人数 共同生活人口 共同生活人口数 共同生活成员数',
  disabilityNo: '残疾证 残疾证号 残疾证号码 残疾证编号 残疾人证 残疾人证号 残疾人证号码',
  disabilityType: '残疾类别 残疾类型 残疾种类 残疾类',
  disabilityGrade: '残疾等级 残疾级别 残疾程度',
  dibaoNo: '低保证 低保证号 低保证编号 低保号 低保编号 特困证号 特困供养证号 救助证号 保障证号',
  marital: '婚姻 婚姻状况 婚姻情况 婚否',
  health: '健康 健康状况 健康情况 身体状况 身体情况 身体健康状况',
  education: '学历 文化程度 文化水平 教育程度 受教育程度',
  note: '备注 说明 备注说明 其他说明 备注情况 备注信息',
};
const IGNORED: Record<'row_number' | 'derived' | 'township', string> = {
  row_number: '序号 序 编号 No No. 号 行号 顺序号 总序号 户序号',
  derived: '年龄 周岁 岁数 年纪 实足年龄 省 市 县 县市 市县 县区 区县 省份',
  township: '乡镇 镇 乡 乡镇名称 所属乡镇 所在乡镇 镇乡 街道 乡镇街道',
};
const plain = new Map<string, Column>();
for (const [field, words] of Object.entries(PLAIN))
  for (const word of words.split(' ')) plain.set(word, { kind: 'field', field: field as RosterField });
for (const [why, words] of Object.entries(IGNORED))
  for (const word of words.split(' ')) plain.set(word, { kind: 'ignored', why: why as 'row_number' });

const ownerWords = new Map(OWNERS.flatMap(([owner, words]) => words.split('|').map(word => [word, owner] as const)));
const OWNED = new RegExp(
  `^(${OWNERS.map(([, words]) => words).join('|')})?(?:基本)?(?:情况|信息|资料)?的?(?:${ATTRIBUTES.map(([a, p]) => `(?<${a}>${p})`).join('|')})?$`,
);

const RESEMBLES: readonly (readonly [RegExp, RosterField])[] = [
  [/身份证|身份号|证件号/, 'identity'],
  [/姓名/, 'name'],
  [/出生|生日/, 'born'],
  [/电话|手机/, 'phone'],
  [/(?:对象|人员|救助|保障|困难|群体).*(?:类别|类型)/, 'categories'],
];

/** The header without spaces, numbering, stars and notes; an owner in brackets comes to the front: 姓名(户主) → 户主姓名. */
export function plainHeader(header: string): string {
  const text = tightText(header)
    .replace(/^\d+[.、]/, '')
    .replace(/[*★☆:"'“”#]/g, '');
  const owner = /\(([^()]*)\)/.exec(text)?.[1] ?? '';
  const bare = text.replace(/\([^()]*\)/g, '').replace(/[()]/g, '');
  return ownerWords.has(owner) && bare !== '' ? owner + bare : bare || text.replace(/[()]/g, '');
}

function owned(header: string): Column | null {
  const match = OWNED.exec(header);
  if (!match) return null;
  const owner = match[1] === undefined ? 'person' : ownerWords.get(match[1])!;
  const attribute = ATTRIBUTES.find(([a]) => match.groups?.[a] !== undefined)?.[0];
  if (owner === 'other') return { kind: 'ignored', why: 'other_person' };
  if (attribute === undefined && (owner === 'person' || match[1] !== header)) return null;
  const field = FIELD_OF[`${owner}.${attribute ?? 'name'}`];
  if (field === undefined) return { kind: 'ignored', why: 'other_person' };
  return { kind: 'field', field, ...(match[1] === undefined && { bare: true }) };
}

/** 村/村委会, 电话或手机: several names of one field. */
function alternatives(text: string): Column | null {
  const parts = text.split(/[/、或]/).map(part => plain.get(part) ?? owned(part));
  const [first] = parts;
  if (parts.length < 2 || first?.kind !== 'field') return null;
  return parts.every(part => part?.kind === 'field' && part.field === first.field) ? first : null;
}

const memory = new Map<string, Column>();

/** What a header means. */
export function readHeader(header: string): Column {
  const text = plainHeader(header);
  const known = memory.get(text);
  if (known) return known;
  const column = plain.get(text) ??
    owned(text) ??
    alternatives(text) ??
    flag(text) ?? { kind: 'unknown', resembles: RESEMBLES.find(([like]) => like.test(text))?.[1] ?? null };
  if (memory.size < 5000) memory.set(text, column);
  return column;
}

function flag(text: string): Column | null {
  const named = /^是否(?:为|是|属于|属|享受|纳入|有)?(.+)$/.exec(text)?.[1] ?? text;
  if (named.length > 16 || named.length < 2) return null;
  const { found, unknown } = parseCategories(named);
  return found.length === 1 && unknown.length === 0 ? { kind: 'flag', category: found[0]! } : null;
}
