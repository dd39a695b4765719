// Whom the stations serve: the categories a person can belong to, several at once, each with basis and dates. Codes, names, the words
// offices write, age lines and hints. Pure; browser and server. Serves K1 (priority), K2, E1, C1.

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
  /** Other words for it, as offices write them, separated by spaces. */
  aliases: string;
  age?: Age;
  /** Why a visit to such a person comes first under K1: a civil-affairs client, or a special group the requirement lists. */
  priority: 'civil_affairs' | 'special_group' | null;
};

const ELDER: Age = { from: 60, source: '老年人权益保障法 60 周岁 [configurable]' };
const CHILD: Age = { under: 18, source: '未成年人 18 周岁' };

/** Every category: code → what it is. Aliases are in half width. */
export const CATEGORIES = {
  dibao_recipient: {
    name: '低保对象',
    group: 'assistance',
    priority: 'civil_affairs',
    aliases:
      '低保 低保户 低保人员 低保家庭 最低生活保障 最低生活保障对象 农村低保 城市低保 城镇低保 农低保 城低保 农村低保对象 城市低保对象 单人保 低保(单人保)',
  },
  extremely_poor: {
    name: '特困人员',
    group: 'assistance',
    priority: 'civil_affairs',
    aliases:
      '特困 特困户 特困供养 特困供养人员 特困对象 特困老人 农村特困 城市特困 分散特困 集中特困 特困分散供养 特困集中供养 分散供养特困人员 集中供养特困人员 农村特困人员 城市特困人员 五保 五保户 五保老人 五保对象 五保供养',
  },
  dibao_marginal: {
    name: '低保边缘家庭',
    group: 'assistance',
    priority: 'civil_affairs',
    aliases: '低保边缘 低边 低边户 低边对象 低保边缘户 低保边缘对象 低保边缘人员 边缘户 低收入家庭',
  },
  rigid_expenditure_hardship: {
    name: '刚性支出困难家庭',
    group: 'assistance',
    priority: 'civil_affairs',
    aliases: '刚性支出 刚性支出困难 刚性支出困难户 支出型困难 支出型困难家庭 支出型贫困家庭 支出型困难户',
  },
  temporary_assistance: {
    name: '临时救助对象',
    group: 'assistance',
    priority: 'civil_affairs',
    aliases: '临时救助 临救 临时救助人员 临时救助户',
  },
  poverty_return_watch: {
    name: '防止返贫监测对象',
    group: 'assistance',
    priority: 'civil_affairs',
    aliases: '防返贫 防贫监测 监测户 监测对象 防返贫监测 防返贫监测户 防返贫监测对象 脱贫不稳定户 边缘易致贫户 突发严重困难户',
  },
  vagrant: {
    name: '流浪乞讨人员',
    group: 'assistance',
    priority: 'civil_affairs',
    aliases: '流浪乞讨 流浪人员 流浪乞讨救助对象',
  },
  other_hardship: {
    name: '其他困难人员',
    group: 'assistance',
    priority: 'civil_affairs',
    aliases: '其他困难 困难群众 其他困难群众 困难户',
  },
  childless_elder: {
    name: '孤寡老人',
    group: 'elder',
    age: ELDER,
    priority: 'special_group',
    aliases: '孤寡 孤老 孤寡老年人 无儿无女',
  },
  lives_alone: {
    name: '独居老人',
    group: 'elder',
    age: ELDER,
    priority: 'special_group',
    aliases: '独居 独居老年人 独自居住 单独居住',
  },
  empty_nest: {
    name: '空巢老人',
    group: 'elder',
    age: ELDER,
    priority: 'special_group',
    aliases: '空巢 空巢老年人 空巢家庭',
  },
  left_behind_elder: {
    name: '农村留守老人',
    group: 'elder',
    age: ELDER,
    priority: 'special_group',
    aliases: '留守老人 留守老年人 农村留守老年人',
  },
  full_dependency: {
    name: '失能老人',
    group: 'elder',
    age: ELDER,
    priority: 'special_group',
    aliases: '失能 失能老年人 完全失能 全失能 完全失能老人 失能失智 失智',
  },
  partial_dependency: {
    name: '半失能老人',
    group: 'elder',
    age: ELDER,
    priority: 'special_group',
    aliases: '半失能 半失能老年人 部分失能 半自理',
  },
  family_planning_special: {
    name: '计划生育特殊家庭',
    group: 'elder',
    age: { from: 49, source: '女方 49 周岁 [configurable]' },
    priority: 'special_group',
    aliases:
      '计生特扶 计划生育特扶 计生特殊家庭 计生特扶家庭 计划生育特扶老人 计划生育特殊家庭老人 计划生育特别扶助 特扶 失独 失独家庭 失独老人',
  },
  severely_disabled_elder: {
    name: '重残老人',
    group: 'elder',
    age: ELDER,
    priority: 'special_group',
    aliases: '重残老年人 重度残疾老人 重度残疾老年人',
  },
  advanced_age: {
    name: '高龄老人',
    group: 'elder',
    age: { from: 80, source: '高龄 80 周岁 [configurable]' },
    priority: null,
    aliases: '高龄 高龄老年人 80岁以上老人 八十岁以上老人 高龄津贴',
  },
  left_behind_child: {
    name: '农村留守儿童',
    group: 'child',
    age: { under: 16, source: '国发〔2016〕13 号:不满 16 周岁' },
    priority: 'special_group',
    aliases: '留守儿童 留守孩子 留守学生',
  },
  child_in_difficulty: {
    name: '困境儿童',
    group: 'child',
    age: CHILD,
    priority: 'special_group',
    aliases: '困难儿童 其他困境儿童 困境未成年人 家庭贫困儿童 监护缺失儿童 监护缺失 监护不当 低保家庭儿童',
  },
  orphan: {
    name: '孤儿',
    group: 'child',
    age: CHILD,
    priority: 'civil_affairs',
    aliases: '散居孤儿 社会散居孤儿 集中养育孤儿 机构养育孤儿',
  },
  de_facto_unattended_child: {
    name: '事实无人抚养儿童',
    group: 'child',
    age: CHILD,
    priority: 'civil_affairs',
    aliases: '事实无人抚养 事实孤儿 事无儿童 事实无人照料儿童',
  },
  disabled_child: {
    name: '残疾儿童',
    group: 'child',
    age: CHILD,
    priority: 'special_group',
    aliases: '重残儿童 残疾孩子 困境儿童(残疾) 残疾困境儿童',
  },
  migrant_child: { name: '流动儿童', group: 'child', age: CHILD, priority: null, aliases: '流动孩子 随迁子女' },
  community_youth: {
    name: '社区青少年',
    group: 'child',
    age: { under: 36, source: '青年 14–35 周岁 [configurable]' },
    priority: null,
    aliases: '青少年 社区青年',
  },
  person_with_disability: {
    name: '残疾人',
    group: 'disability',
    priority: null,
    aliases: '残疾 残疾人员 持证残疾人 残疾人两项补贴 残疾两补 困难残疾人 残疾人(非重残) 轻度残疾 三级残疾 四级残疾',
  },
  severe_disability: {
    name: '重度残疾人',
    group: 'disability',
    priority: null,
    aliases: '重残 重度残疾 重残人员 重残人 特殊困难重度残疾人 一级残疾 二级残疾 一二级残疾 重度残疾护理补贴',
  },
  left_behind_woman: { name: '农村留守妇女', group: 'other', priority: null, aliases: '留守妇女' },
  single_mother_hardship: {
    name: '单身特困母亲',
    group: 'other',
    priority: null,
    aliases: '单亲特困母亲 单亲困难母亲 困难单亲母亲 单亲母亲',
  },
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
    say: '孤儿、事实无人抚养儿童与特困人员不重复认定,请核对以哪一项为准。',
  },
  {
    these: ['dibao_recipient', 'extremely_poor', 'dibao_marginal', 'rigid_expenditure_hardship'],
    say: '低保、特困、低保边缘、刚性支出困难一般只占其一,请核对最新认定。',
  },
  { these: ['full_dependency', 'partial_dependency'], say: '失能与半失能只能取其一,请核对最近一次能力评估。' },
  { these: ['person_with_disability', 'severe_disability'], say: '已列为重度残疾人,不必再列残疾人,请核对残疾等级。' },
];

/** What does not fit: sentences for a person to check, never a verdict. `born` null skips the age lines. */
export function categoryDoubts(codes: readonly CategoryCode[], born: string | null, day: string): string[] {
  const doubts = APART.filter(rule => rule.these.filter(code => codes.includes(code)).length > 1).map(rule => rule.say);
  if (born === null) return doubts;
  const years = ageOn(born, day);
  for (const code of codes) {
    const { name, age } = category(code);
    if (age?.from !== undefined && years < age.from)
      doubts.push(`类别为${name},年龄却不满 ${age.from} 周岁,请核对类别或出生日期。`);
    if (age?.under !== undefined && years >= age.under)
      doubts.push(`类别为${name},年龄已满 ${age.under} 周岁,请核对是否应当退出。`);
  }
  return doubts;
}
