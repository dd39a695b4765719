// Reading categories from what offices write: several in one cell, in their own words, with notes in brackets. Pure. Serves K2, E1.

import { tightText } from '#kernel/texts.ts';
import { CATEGORIES, CATEGORY_CODES, type CategoryCode } from './categories.ts';

/** Other words for each category, as offices write them; half width, separated by spaces. */
const ALIASES: Record<CategoryCode, string> = {
  dibao_recipient:
    '低保 低保户 低保人员 低保家庭 最低生活保障 最低生活保障对象 农村低保 城市低保 城镇低保 农低保 城低保 农村低保对象 城市低保对象 单人保 低保（单人保）',
  extremely_poor:
    '特困 特困户 特困供养 特困供养人员 特困对象 特困老人 农村特困 城市特困 分散特困 集中特困 特困分散供养 特困集中供养 分散供养特困人员 集中供养特困人员 农村特困人员 城市特困人员 五保 五保户 五保老人 五保对象 五保供养',
  dibao_marginal: '低保边缘 低边 低边户 低边对象 低保边缘户 低保边缘对象 低保边缘人员',
  rigid_expenditure_hardship: '刚性支出 刚性支出困难 刚性支出困难户 支出型困难 支出型困难家庭 支出型贫困家庭 支出型困难户',
  temporary_assistance: '临时救助 临救 临时救助人员 临时救助户',
  poverty_return_watch:
    '防返贫 防贫监测 监测户 监测对象 防返贫监测 防返贫监测户 防返贫监测对象 脱贫不稳定户 边缘易致贫户 突发严重困难户',
  vagrant: '流浪乞讨 流浪人员 流浪乞讨救助对象',
  other_hardship: '其他困难 困难群众 其他困难群众 困难户',
  childless_elder: '孤寡 孤老 孤寡老年人 无儿无女',
  lives_alone: '独居 独居老年人 独自居住 单独居住',
  empty_nest: '空巢 空巢老年人 空巢家庭',
  left_behind_elder: '留守老人 留守老年人 农村留守老年人',
  full_dependency: '失能 失能老年人 完全失能 全失能 完全失能老人 失能失智',
  partial_dependency: '半失能 半失能老年人 部分失能 半自理',
  family_planning_special:
    '计生特扶 计划生育特扶 计生特殊家庭 计生特扶家庭 计划生育特扶老人 计划生育特殊家庭老人 计划生育特别扶助 特扶 失独 失独家庭 失独老人',
  severely_disabled_elder: '重残老年人 重度残疾老人 重度残疾老年人',
  advanced_age: '高龄 高龄老年人 80岁以上老人 八十岁以上老人 高龄津贴',
  left_behind_child: '留守儿童 留守孩子 留守学生',
  child_in_difficulty: '困难儿童 其他困境儿童 困境未成年人 家庭贫困儿童 监护缺失儿童 监护缺失 监护不当 低保家庭儿童',
  orphan: '散居孤儿 社会散居孤儿 集中养育孤儿 机构养育孤儿',
  de_facto_unattended_child: '事实无人抚养 事实孤儿 事无儿童 事实无人照料儿童',
  disabled_child: '重残儿童 残疾孩子 困境儿童（残疾） 残疾困境儿童',
  migrant_child: '流动孩子 随迁子女',
  person_with_disability:
    '残疾 残疾人员 持证残疾人 残疾人两项补贴 残疾两补 困难残疾人 残疾人（非重残） 轻度残疾 三级残疾 四级残疾',
  severe_disability: '重残 重度残疾 重残人员 重残人 特殊困难重度残疾人 一级残疾 二级残疾 一二级残疾 重度残疾护理补贴',
  community_youth: '青少年 社区青年',
  left_behind_woman: '留守妇女',
  single_mother_hardship: '单亲特困母亲 单亲困难母亲 困难单亲母亲 单亲母亲',
};

const words = new Map<string, CategoryCode>();
for (const code of CATEGORY_CODES) {
  for (const word of [code, CATEGORIES[code].name, ...ALIASES[code].split(' ')]) words.set(word, code);
}
const longestFirst = [...words.keys()].sort((a, b) => b.length - a.length);

/** Words whose meaning depends on the age; without it they are not understood. */
const BY_AGE = new Map<string, (age: number) => CategoryCode | null>([
  ['留守', age => (age >= 60 ? 'left_behind_elder' : age < 16 ? 'left_behind_child' : null)],
  ['留守人员', age => (age >= 60 ? 'left_behind_elder' : age < 16 ? 'left_behind_child' : null)],
  ['困境', age => (age < 18 ? 'child_in_difficulty' : null)],
  ['计生', age => (age >= 49 ? 'family_planning_special' : null)],
]);
const NOTHING = /^(?:无|否|没有|暂无|一般|普通|普通居民|一般户|-+|\/+|0)$/;
const NUMBERED = /^[\d一二三四五六七八九十]+[.、)](?=\D)/u;

export type CategoriesRead = {
  /** Each code once, in the order of the table. */
  found: CategoryCode[];
  /** Words that were not understood, as written. */
  unknown: string[];
};

/** One word, whole or with its bracket or a plain ending left off. */
function readWord(word: string, age: number | undefined): CategoryCode | null {
  const bare = word.replace(/[((][^()()]*[))]?/g, '');
  for (const form of [word, bare, bare.replace(/(?:对象|人员|户|家庭|类)$/, '')]) {
    const known = words.get(form) ?? (age === undefined ? undefined : BY_AGE.get(form)?.(age));
    if (known) return known;
  }
  return null;
}

/** A run without separators (低保独居老人, 特困失能): taken only when known words cover all of it. */
function readRun(run: string): CategoryCode[] | null {
  const codes: CategoryCode[] = [];
  let rest = run;
  while (rest !== '') {
    const word = longestFirst.find(known => rest.startsWith(known));
    if (!word) return null;
    codes.push(words.get(word)!);
    rest = rest.slice(word.length);
  }
  return codes;
}

/**
 * The categories of one cell: separated by 、 , ; / + | & 和 及 spaces or lines, or run together.
 * @param age completed years, for words that mean one thing for an elder and another for a child (留守).
 */
export function parseCategories(cell: string, age?: number): CategoriesRead {
  const found = new Set<CategoryCode>();
  const unknown: string[] = [];
  const split = cell.normalize('NFKC').split(/(?:[、,;。/\\+|&\s]|(?<=.{2})[和及与](?=.{2}))+(?![^()]*\))/u);
  for (const part of split) {
    const word = tightText(part).replace(NUMBERED, '');
    if (word === '' || NOTHING.test(word)) continue;
    const one = readWord(word, age);
    const codes = one ? [one] : (readRun(word) ?? readRun(word.replace(/\([^()]*\)?/g, '')));
    if (codes === null || codes.length === 0) unknown.push(part.trim());
    else for (const code of codes) found.add(code);
  }
  return { found: CATEGORY_CODES.filter(code => found.has(code)), unknown };
}

/** The categories named anywhere in a title (2023年红毛镇农村低保对象花名册), longest words first. */
export function categoriesIn(title: string): CategoryCode[] {
  const found = new Set<CategoryCode>();
  let rest = tightText(title);
  for (const word of longestFirst) {
    if (word.length < 2 || !rest.includes(word)) continue;
    found.add(words.get(word)!);
    rest = rest.replaceAll(word, '#');
  }
  return CATEGORY_CODES.filter(code => found.has(code));
}
