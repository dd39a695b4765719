// Whom the stations serve: the categories a person can belong to, several at once, each with basis and dates. Codes, names, age
// lines and hints. Pure; browser and server. Serves K1 (priority), K2, E1, C1.

import { addDays, addMonths, ageOn } from '#kernel/dates.ts';

export const CATEGORY_GROUPS = {
  assistance: '社会救助',
  elder: '老年人',
  child: '儿童青少年',
  disability: '残疾人',
  other: '其他',
} as const;
export type CategoryGroup = keyof typeof CATEGORY_GROUPS;

type Age = {
  /** Completed years at least. */
  from?: number;
  /** Under this many completed years; the category ends on that birthday. */
  under?: number;
  /** Where the line comes from; `[configurable]` where no rule was found and a county may set its own. */
  source: string;
};
export type Category = {
  name: string;
  group: CategoryGroup;
  age?: Age;
  /** Why a visit to such a person comes first under K1: a civil-affairs client, or a special group the requirement lists. */
  priority: 'civil_affairs' | 'special_group' | null;
};

const ELDER: Age = { from: 60, source: '老年人权益保障法 60 周岁 [configurable]' };
const CHILD: Age = { under: 18, source: '未成年人 18 周岁' };

/** Every category: code → what it is. The words offices write for it are in category-words.ts. */
export const CATEGORIES = {
  dibao_recipient: { name: '低保对象', group: 'assistance', priority: 'civil_affairs' },
  extremely_poor: { name: '特困人员', group: 'assistance', priority: 'civil_affairs' },
  dibao_marginal: { name: '低保边缘家庭', group: 'assistance', priority: 'civil_affairs' },
  rigid_expenditure_hardship: { name: '刚性支出困难家庭', group: 'assistance', priority: 'civil_affairs' },
  temporary_assistance: { name: '临时救助对象', group: 'assistance', priority: 'civil_affairs' },
  poverty_return_watch: { name: '防止返贫监测对象', group: 'assistance', priority: 'civil_affairs' },
  vagrant: { name: '流浪乞讨人员', group: 'assistance', priority: 'civil_affairs' },
  other_hardship: { name: '其他困难人员', group: 'assistance', priority: 'civil_affairs' },
  childless_elder: { name: '孤寡老人', group: 'elder', age: ELDER, priority: 'special_group' },
  lives_alone: { name: '独居老人', group: 'elder', age: ELDER, priority: 'special_group' },
  empty_nest: { name: '空巢老人', group: 'elder', age: ELDER, priority: 'special_group' },
  left_behind_elder: { name: '农村留守老人', group: 'elder', age: ELDER, priority: 'special_group' },
  full_dependency: { name: '失能老人', group: 'elder', age: ELDER, priority: 'special_group' },
  partial_dependency: { name: '半失能老人', group: 'elder', age: ELDER, priority: 'special_group' },
  family_planning_special: {
    name: '计划生育特殊家庭',
    group: 'elder',
    age: { from: 49, source: '女方 49 周岁 [configurable]' },
    priority: 'special_group',
  },
  severely_disabled_elder: { name: '重残老人', group: 'elder', age: ELDER, priority: 'special_group' },
  advanced_age: { name: '高龄老人', group: 'elder', age: { from: 80, source: '高龄 80 周岁 [configurable]' }, priority: null },
  left_behind_child: {
    name: '农村留守儿童',
    group: 'child',
    age: { under: 16, source: '国发〔2016〕13 号：不满 16 周岁' },
    priority: 'special_group',
  },
  child_in_difficulty: { name: '困境儿童', group: 'child', age: CHILD, priority: 'special_group' },
  orphan: { name: '孤儿', group: 'child', age: CHILD, priority: 'civil_affairs' },
  de_facto_unattended_child: { name: '事实无人抚养儿童', group: 'child', age: CHILD, priority: 'civil_affairs' },
  disabled_child: { name: '残疾儿童', group: 'child', age: CHILD, priority: 'special_group' },
  migrant_child: { name: '流动儿童', group: 'child', age: CHILD, priority: null },
  community_youth: {
    name: '社区青少年',
    group: 'child',
    age: { under: 36, source: '青年 14–35 周岁 [configurable]' },
    priority: null,
  },
  person_with_disability: { name: '残疾人', group: 'disability', priority: null },
  severe_disability: { name: '重度残疾人', group: 'disability', priority: null },
  left_behind_woman: { name: '农村留守妇女', group: 'other', priority: null },
  single_mother_hardship: { name: '单身特困母亲', group: 'other', priority: null },
} as const satisfies Record<string, Category>;

export type CategoryCode = keyof typeof CATEGORIES;
export const CATEGORY_CODES = Object.keys(CATEGORIES) as [CategoryCode, ...CategoryCode[]];
export const category = (code: CategoryCode): Category => CATEGORIES[code];
export const isCategory = (code: string): code is CategoryCode => Object.hasOwn(CATEGORIES, code);

/** K1 asks that civil-affairs clients and special groups be visited first: whether one of these categories makes a person such. */
export const comesFirst = (codes: readonly CategoryCode[]): boolean => codes.some(code => CATEGORIES[code].priority !== null);

/** The day a category ends by age (the 16th birthday of a left-behind child, the 18th of other children); null when age does not end it. */
export function endsByAge(code: CategoryCode, born: string): string | null {
  const under = category(code).age?.under;
  if (under === undefined) return null;
  const day = addMonths(born, under * 12);
  return ageOn(born, day) < under ? addDays(day, 1) : day;
}

/** Pairs that a rule or their meaning keeps apart; the sentence says what to check. */
const APART: readonly { these: readonly CategoryCode[]; say: string }[] = [
  {
    these: ['orphan', 'de_facto_unattended_child', 'extremely_poor'],
    say: '孤儿、事实无人抚养儿童与特困人员不重复认定，请核对以哪一项为准。',
  },
  {
    these: ['dibao_recipient', 'extremely_poor', 'dibao_marginal', 'rigid_expenditure_hardship'],
    say: '低保、特困、低保边缘、刚性支出困难一般只占其一，请核对最新认定。',
  },
  { these: ['full_dependency', 'partial_dependency'], say: '失能与半失能只能取其一，请核对最近一次能力评估。' },
  { these: ['person_with_disability', 'severe_disability'], say: '已列为重度残疾人，不必再列残疾人，请核对残疾等级。' },
];

/** What does not fit: sentences for a person to check, never a verdict. `born` null skips the age lines. */
export function categoryDoubts(codes: readonly CategoryCode[], born: string | null, day: string): string[] {
  const doubts = APART.filter(rule => rule.these.filter(code => codes.includes(code)).length > 1).map(rule => rule.say);
  if (born === null) return doubts;
  const years = ageOn(born, day);
  for (const code of codes) {
    const { name, age } = category(code);
    if (age?.from !== undefined && years < age.from)
      doubts.push(`类别为${name}，年龄却不满 ${age.from} 周岁，请核对类别或出生日期。`);
    if (age?.under !== undefined && years >= age.under)
      doubts.push(`类别为${name}，年龄已满 ${age.under} 周岁，请核对是否应当退出。`);
  }
  return doubts;
}
