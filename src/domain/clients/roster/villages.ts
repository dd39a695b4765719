// From what a sheet says of a village to its code: suffixes, prefixes and the group written behind it. Pure. Serves the roster import.

import { tightText } from '#kernel/texts.ts';
import type { Division } from './person.ts';

export type VillageRead = {
  /** One code: found. Several: ambiguous. None: unknown. */
  codes: string[];
  /** What stood behind the village, e.g. 3组. */
  rest: string;
};

/** Read a village from a cell; `within` a township (9 digits) wins where a name exists in several. */
export type VillageReader = {
  read(text: string, within: string | null): VillageRead;
  /** A village named inside an address, only where it is certain. */
  inAddress(text: string, within: string | null): VillageRead | null;
  /** The township (9 digits) a text names, whole or with its ending left off; null when none. */
  township(text: string): string | null;
  /** The name a code is written by: township and village. */
  nameOf(code: string): string | null;
};

const VILLAGE_ENDINGS = ['', '村', '村委', '村委会', '村民委员会', '村村委会', '村村民委员会', '行政村', '村民委'];
const COMMUNITY_ENDINGS = ['', '社区', '社区居委会', '社区居民委员会', '居委会', '居民委员会'];
const FARM_ENDINGS = ['', '居', '居居委会', '居居民委员会', '居委会', '居民委员会'];
const OFFICIAL = /(?:村民委员会|村委会|居民委员会|居委会)$/;

/** Every way a committee's name is written. Names that end in 村 themselves (新村村委会) are known with it. */
function formsOf(name: string): string[] {
  const base = tightText(name).replace(OFFICIAL, '');
  if (base.endsWith('社区')) return COMMUNITY_ENDINGS.map(ending => base.slice(0, -2) + ending);
  if (/居民委员会$|居委会$/.test(name)) {
    const place = base.replace(/居$/, '');
    return [...FARM_ENDINGS.map(ending => place + ending), base];
  }
  const forms = VILLAGE_ENDINGS.map(ending => base + ending);
  return base.endsWith('村') && base.length > 2
    ? [...forms, ...VILLAGE_ENDINGS.map(ending => base.slice(0, -1) + ending)]
    : forms;
}

/** Builds the reader once per import; reading is a lookup. */
export function villageReader(villages: readonly Division[], townships: readonly Division[]): VillageReader {
  const byForm = new Map<string, string[]>();
  const names = new Map<string, string>();
  for (const { code, name } of villages) {
    names.set(code, name);
    for (const form of new Set(formsOf(name))) byForm.set(form, [...(byForm.get(form) ?? []), code]);
  }
  const longest = Math.max(0, ...[...byForm.keys()].map(form => form.length));
  const townshipOf = new Map<string, string>();
  for (const { code, name } of townships) {
    townshipOf.set(name, code);
    if (name.length > 2) townshipOf.set(name.replace(/[镇乡]$/, ''), code);
  }
  const townNames = [...townships].sort((a, b) => b.name.length - a.name.length);

  /** Takes province, county and township off the front; the township named wins over the expected one. */
  function unprefixed(text: string, within: string | null): { rest: string; within: string | null } {
    const rest = tightText(text)
      .replace(/[,、。-]/g, '')
      .replace(/^海南省/, '')
      .replace(/^琼中(?:黎族苗族自治)?县?(?!社区|村)/, '');
    const town = townNames.find(({ name }) => rest.startsWith(name) || rest.startsWith(`${name}人民政府`));
    return town ? { rest: rest.slice(town.name.length), within: town.code } : { rest, within };
  }

  function pick(codes: readonly string[], within: string | null): string[] {
    const here = within === null ? [] : codes.filter(code => code.startsWith(within));
    return here.length > 0 ? here : [...codes];
  }

  function prefix(text: string, within: string | null): VillageRead | null {
    for (let length = Math.min(longest, text.length); length > 1; length--) {
      const form = text.slice(0, length);
      const codes = byForm.get(form);
      if (codes && (length === text.length || /(?:村|委|会|社区|居)$/.test(form)))
        return { codes: pick(codes, within), rest: text.slice(length) };
    }
    return null;
  }

  return {
    read(text, expected) {
      const { rest, within } = unprefixed(text, expected);
      return prefix(rest, within) ?? { codes: [], rest: '' };
    },
    inAddress(text, expected) {
      const { rest, within } = unprefixed(text, expected);
      const found = prefix(rest, within);
      return found && found.codes.length === 1 ? found : null;
    },
    township: text => townshipOf.get(tightText(text).replace(/人民政府$/, '')) ?? null,
    nameOf(code) {
      const name = names.get(code);
      return name === undefined ? null : (townships.find(town => code.startsWith(town.code))?.name ?? '') + name;
    },
  };
}
