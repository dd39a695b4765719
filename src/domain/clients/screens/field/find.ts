// Finding one of a worker's own people without the server: by characters, pinyin initials, whole pinyin, both mixed, or last digits.
// The sounds were read by the server; the phone carries no dictionary. Pure. Serves K1.

import type { CategoryCode } from '../../categories.ts';

/** What a person is found by. `name_key` is the pinyin with a space between syllables, `initials` its letters. */
export type Findable = { name: string; name_key: string; initials: string; phone: string | null; identity: string | null };

const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[·•・\s.]/gu, '')
    .toLowerCase();

/** Characters and initials mixed (王xm): each typed sign stands for the character in its place, or for its initial. */
function fits(name: readonly string[], initials: string, sought: readonly string[]): boolean {
  if (name.length !== initials.length) return false;
  return name.some((_, start) => sought.every((c, i) => c === name[start + i] || c === initials[start + i]));
}

/** Whether a person is meant by what was typed; everybody for nothing. */
export function isMeant(person: Findable, typed: string): boolean {
  const sought = bare(typed);
  if (sought === '') return true;
  const name = bare(person.name);
  if (name.includes(sought) || person.initials.includes(sought)) return true;
  if (/^\d{3,}$/.test(sought))
    return (person.phone ?? '').replace(/\D/g, '').endsWith(sought) || (person.identity ?? '').endsWith(sought);
  const syllables = person.name_key.split(' ');
  if (/^[a-z]{2,}$/.test(sought) && syllables.some((_, i) => syllables.slice(i).join('').startsWith(sought))) return true;
  return fits([...name], person.initials, [...sought]);
}

/** Categories among these people with how many hold each, the most frequent first. */
export function categoryCounts(
  people: readonly { categories: readonly CategoryCode[] }[],
): { code: CategoryCode; count: number }[] {
  const counts = new Map<CategoryCode, number>();
  for (const { categories } of people) for (const code of categories) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}

type Villager = { village_code: string | null; village_name: string | null; village_group: string | null; name_key: string };
const groupNumber = (group: string | null): number => Number(/\d+/.exec(group ?? '')?.[0] ?? Number.POSITIVE_INFINITY);

/** People by village in the order of the codes, those without a village last; inside by group (2组 before 10组) and name. */
export function byVillage<P extends Villager>(people: readonly P[]): { code: string; name: string; people: P[] }[] {
  const villages = new Map<string, { code: string; name: string; people: P[] }>();
  for (const person of people) {
    const code = person.village_code ?? '';
    if (!villages.has(code)) villages.set(code, { code, name: person.village_name ?? '村（居）未填', people: [] });
    villages.get(code)!.people.push(person);
  }
  const order = (a: P, b: P): number =>
    groupNumber(a.village_group) - groupNumber(b.village_group) || a.name_key.localeCompare(b.name_key);
  return [...villages.values()]
    .map(village => ({ ...village, people: village.people.sort(order) }))
    .sort((a, b) => Number(a.code === '') - Number(b.code === '') || (a.code < b.code ? -1 : 1));
}
