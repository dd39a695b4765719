// Names of people: one spelling, pinyin, keys to find them by. SERVER ONLY in practice: pinyin-pro is several hundred kilobytes, the
// browser must not import this file (masking of names is in masks.ts). Serves K2 (search, duplicates) and the roster import.

import { pinyin } from 'pinyin-pro';
import { plainText } from './texts.ts';

/** Every dot that stands between the parts of a minority name: · • ‧ ∙ ⋅ ・ ･ ˙ ● ᛫ ㆍ and, between characters, a full stop. */
const DOTS = /[·•‧∙⋅・･˙●᛫ㆍ]/gu;
const STOP_BETWEEN = /(?<=\p{Script=Han})[.。]+(?=\p{Script=Han})/gu;
const SPACE_BETWEEN = /(?<=\p{Script=Han}|·) | (?=\p{Script=Han}|·)/gu;

/** Every kind of middle dot written ·; before any folding of width, which would take some of them apart. */
export const withDots = (text: string): string => text.replace(DOTS, '·');

/**
 * The name as it is stored: width folded, invisible characters gone, no space inside a Chinese name (one between Latin words), every
 * middle dot written ·, none at the ends.
 */
export function normalName(name: string): string {
  return withDots(plainText(withDots(name)))
    .replace(STOP_BETWEEN, '·')
    .replace(SPACE_BETWEEN, '')
    .replace(/·+/g, '·')
    .replace(/^·|·$/g, '');
}

/** The name as it is compared: like `normalName`, without dots and spaces, lower case. */
export const matchName = (name: string): string => normalName(name).replace(/[· .]/g, '').toLowerCase();

const syllables = (matched: string): string[] =>
  pinyin(matched, { toneType: 'none', type: 'array', surname: 'head', v: true, nonZh: 'consecutive' });

/**
 * Pinyin with the surname read as a surname (曾 zeng, 单 shan, 仇 qiu, 区 ou); ü is v; a character without a reading stays itself.
 * `sortKey` orders a list ('zeng xiao dan'), `initials` are shown beside a name ('zxd', # where there is no reading).
 */
export function pinyinOf(name: string): { sortKey: string; initials: string } {
  const read = syllables(matchName(name));
  return { sortKey: read.join(' '), initials: read.map(s => (/^[a-z]/.test(s) ? s[0] : '#')).join('') };
}

const readings = new Map<string, readonly string[]>();

/** The letters a character may be typed by: the initials of all its readings (重: c, z); a Latin letter is its own. */
function initialsOf(character: string): readonly string[] {
  const known = readings.get(character);
  if (known) return known;
  const all = [
    ...pinyin(character, { toneType: 'none', type: 'array', multiple: true, v: true }),
    ...pinyin(character, { toneType: 'none', type: 'array', surname: 'all', v: true }),
  ];
  const letters = [...new Set(all.map(s => s[0] ?? '').filter(letter => /[a-z]/.test(letter)))];
  readings.set(character, letters);
  return letters;
}

const isLetter = (character: string): boolean => /^[a-z]$/.test(character);

/** The keys of one name, at most this many characters of it: a longer text is no name. */
const LONGEST = 40;

/**
 * The keys a name is found by: `n:` one and two neighbouring characters, `p:` one, two and three neighbouring initials (every reading
 * of each character). Kinds never collide. A three-character name has about eleven.
 */
export function searchKeys(name: string): string[] {
  const characters = [...matchName(name)].slice(0, LONGEST);
  const keys = new Set<string>();
  for (let i = 0; i < characters.length; i++) {
    const here = characters[i]!;
    const next = characters[i + 1];
    if (!isLetter(here)) {
      keys.add(`n:${here}`);
      if (next !== undefined && !isLetter(next)) keys.add(`n:${here}${next}`);
    }
    let grams: string[] = [''];
    for (let j = i; j < Math.min(i + 3, characters.length); j++) {
      grams = grams.flatMap(gram => initialsOf(characters[j]!).map(letter => gram + letter));
      for (const gram of grams) keys.add(`p:${gram}`);
    }
  }
  return [...keys];
}

/**
 * The keys that a name must ALL have for a typed fragment: characters (王小), initials (wx) or both (王xm). Then `nameMatches` decides.
 * Empty for an empty fragment: the caller does not search. Fragments of digits only belong to the numbers, not here.
 */
export function queryKeys(fragment: string): string[] {
  const keys = new Set<string>();
  for (const run of matchName(fragment).match(/[a-z]+|[^a-z]+/gu) ?? []) {
    const characters = [...run].slice(0, LONGEST);
    const [kind, size] = isLetter(characters[0]!) ? (['p', 3] as const) : (['n', 2] as const);
    const length = Math.min(size, characters.length);
    for (let i = 0; i + length <= characters.length; i++) keys.add(`${kind}:${characters.slice(i, i + length).join('')}`);
  }
  return [...keys];
}

/** Whether the fragment occurs in the name: each character itself, each letter as an initial of the character in its place. */
export function nameMatches(name: string, fragment: string): boolean {
  const sought = [...matchName(fragment)];
  const characters = [...matchName(name)];
  const fits = (start: number): boolean =>
    sought.every((c, i) => {
      const there = characters[start + i];
      return there !== undefined && (c === there || (isLetter(c) && initialsOf(there).includes(c)));
    });
  return characters.some((_, start) => fits(start));
}

/**
 * People with the same key may be one person: the name by sound (王小明 and 王晓明, dots and tones ignored), born on the same day, in the
 * same village. Null when a part is unknown, because then it says nothing.
 */
export function twinKey(name: string, born: string | null, village: string | null): string | null {
  const sound = syllables(matchName(name)).join(' ');
  return sound && born && village ? `${sound}|${born}|${village}` : null;
}
