// A person in a few words, the same wherever somebody is named. Pure. Serves K1.

import { ageOn } from '#kernel/dates.ts';
import { CATEGORIES, type CategoryCode, category } from '../../categories.ts';

/** `78 岁`; without a birth date `年龄不详`. */
export const ageWords = (born_on: string | null, today: string): string => (born_on ? `${ageOn(born_on, today)} 岁` : '年龄不详');
export const sexWord = (sex: string): string => ({ 1: '男', 2: '女' })[sex] ?? '';
export const categoryName = (code: CategoryCode): string => CATEGORIES[code]?.name ?? code;
export const categoryWords = (codes: readonly CategoryCode[]): string => codes.map(categoryName).join('、');
/** `南班村 3组`. */
export const villageWords = (p: { village_name: string | null; village_group: string | null }): string =>
  [p.village_name ?? '村（居）未填', p.village_group].filter(Boolean).join(' ');

/** Whether a category on file says that this is a child, for people whose birth date is unknown. */
export const hasChildCategory = (codes: readonly CategoryCode[]): boolean =>
  codes.some(code => category(code).group === 'child' && code !== 'community_youth');
