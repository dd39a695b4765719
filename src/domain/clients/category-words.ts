// Reading categories from what offices write: several in one cell, in their own words, with notes in brackets. Pure. Serves K2, E1.

import { tightText } from '#kernel/texts.ts';
import { CATEGORIES, CATEGORY_CODES, type CategoryCode } from './categories.ts';

const words = new Map<string, CategoryCode>();
for (const code of CATEGORY_CODES) {
  for (const word of [code, CATEGORIES[code].name, ...CATEGORIES[code].aliases.split(' ')]) words.set(word, code);
}
const longestFirst = [...words.keys()].sort((a, b) => b.length - a.length);

/** Words whose meaning depends on the age; without it they are not understood. */
const BY_AGE: Record<string, (age: number) => CategoryCode | null> = {
  留守: age => (age >= 60 ? 'left_behind_elder' : age < 16 ? 'left_behind_child' : null),
  留守人员: age => (age >= 60 ? 'left_behind_elder' : age < 16 ? 'left_behind_child' : null),
  困境: age => (age < 18 ? 'child_in_difficulty' : null),
  计生: age => (age >= 49 ? 'family_planning_special' : null),
};
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
    const known = words.get(form) ?? (age === undefined ? undefined : BY_AGE[form]?.(age));
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
