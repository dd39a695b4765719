// What the editor of an instrument begins with, and small changes of the instrument it holds. Pure but for what is handed over by an import.

import {
  type Compare,
  type Condition,
  type Instrument,
  Instrument as InstrumentSchema,
  type Item,
  type ItemKind,
  type Section,
} from '../../assessments.ts';

let handed: Instrument | null = null;
/** A file that was read, for the editor that opens next. */
export const handOver = (i: Instrument): void => {
  handed = i;
};
export const takeOver = (): Instrument | null => handed;

/** The next free key: q1, q2 … */
export function freeKey(letter: string, taken: readonly string[]): string {
  for (let n = 1; ; n++) if (!taken.includes(`${letter}${n}`)) return `${letter}${n}`;
}

export const freshItem = (kind: ItemKind, key: string): Item => {
  const base = { key, title: '新的题目', required: false, reversed: false, weight: 1 };
  switch (kind) {
    case 'choice':
    case 'choices':
      return {
        ...base,
        kind,
        options: [
          { value: 'a', label: '没有', score: 0 },
          { value: 'b', label: '有', score: 1 },
        ],
      };
    case 'number':
      return { ...base, kind, min: 0, max: 10, step: 1, scored: false };
    case 'scale':
      return { ...base, kind, low: '最低', high: '最高', scored: true };
    case 'yes_no':
      return { ...base, kind, scores: { yes: 1, no: 0 } };
    case 'text':
      return { ...base, kind, max: 200 };
  }
};

export const freshInstrument = (): Instrument =>
  InstrumentSchema.parse({
    format: 1,
    code: 'my_instrument',
    title: '新的量表',
    short: '新量表',
    purpose: '用来了解……',
    informants: ['worker'],
    sections: [{ key: 's1', title: '第一部分', items: [freshItem('choice', 'q1')] }],
    total: { how: 'sum', better: 'lower' },
    grades: [],
    source: '本县编写',
    licence: '本县自编，可自由使用',
  });

/** A copy a county may change: another code, and where it comes from. */
export const copyOf = (i: Instrument): Instrument => ({
  ...i,
  code: `${i.code}_x`.slice(0, 40),
  title: `${i.title}（本县）`.slice(0, 60),
  source: i.source.includes('本县改编') ? i.source : `${i.source}；本县改编`.slice(0, 400),
});

/** The list with one entry changed, moved or taken out. */
export const at = <T>(list: readonly T[], n: number, change: (old: T) => T): T[] => list.map((x, i) => (i === n ? change(x) : x));
export const without = <T>(list: readonly T[], n: number): T[] => list.filter((_, i) => i !== n);
export function moved<T>(list: readonly T[], n: number, by: -1 | 1): T[] {
  const next = [...list];
  const [x] = next.splice(n, 1);
  if (x !== undefined) next.splice(Math.max(0, n + by), 0, x);
  return next;
}

/** The comparisons of a condition. */
export const partsOf = (c: Condition): Compare[] => ('all' in c ? c.all : 'any' in c ? c.any : [c]);
export const joined = (parts: Compare[], how: 'all' | 'any'): Condition =>
  parts.length === 1 ? parts[0]! : how === 'all' ? { all: parts } : { any: parts };

export const changeSection = (i: Instrument, n: number, change: (s: Section) => Section): Instrument => ({
  ...i,
  sections: at(i.sections, n, change),
});
