// The one way from answers to a result, on the phone and on the server: what each item gave, the total, the grade, which rule moved it, and
// what is missing. Where something is missing there is no grade: it is never guessed. Pure. Serves K3, C1.

import { type Answers, answerOf, answerWords, holds, shownItems } from './answers.ts';
import { type GradeOf, gradeOf, type Instrument, type Item, itemsOf } from './instrument.ts';

/** `missing`: not answered. `unknown`: answered 不详. `hidden`: not asked in this situation. */
export type ItemState = 'counted' | 'missing' | 'unknown' | 'hidden' | 'unscored';
export type ItemScore = { key: string; title: string; answer: string; state: ItemState; score: number | null; reversed: boolean };
export type SectionScore = {
  key: string;
  title: string;
  items: ItemScore[];
  /** Null where the section is not scored by itself or an item of it is missing. */
  score: number | null;
  range: Range | null;
};
export type Range = { min: number; max: number };
export type Adjusted = {
  code: string;
  title: string;
  /** `unknown`: an answer that decides it is missing. */
  applied: 'yes' | 'no' | 'unknown';
  from: string | null;
  to: string | null;
};
export type Result = {
  sections: SectionScore[];
  /** Scored items that were asked and not answered. */
  missing: { key: string; title: string }[];
  /** How many missing items the instrument's rule stood in for. */
  filled: number;
  total: number | null;
  range: Range | null;
  /** By the total alone. */
  preliminary: string | null;
  grade: string | null;
  adjustments: Adjusted[];
  alerts: string[];
  /** The explanation, sentence by sentence. */
  says: string[];
};

const sumOf = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

/** Rounded half up; −0 is 0. */
export function rounded(value: number, decimals: number): number {
  const f = 10 ** decimals;
  return Math.round(value * f + 1e-9) / f + 0;
}

function optionRange(item: Extract<Item, { kind: 'choice' | 'choices' }>): Range | null {
  const scores = item.options.flatMap(o => (o.score === undefined ? [] : [o.score]));
  if (scores.length === 0) return null;
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  if (item.kind === 'choice') return { min: low, max: high };
  const [below, above] = [scores.filter(s => s < 0), scores.filter(s => s > 0)];
  return { min: below.length ? sumOf(below) : low, max: above.length ? sumOf(above) : high };
}

/** The lowest and the highest score of an item; null when it is not scored. */
export function itemRange(item: Item): Range | null {
  switch (item.kind) {
    case 'choice':
    case 'choices':
      return optionRange(item);
    case 'number':
      return item.scored ? { min: item.min, max: item.max } : null;
    case 'scale':
      return item.scored ? { min: 0, max: 10 } : null;
    case 'yes_no':
      return item.scores
        ? { min: Math.min(item.scores.yes, item.scores.no), max: Math.max(item.scores.yes, item.scores.no) }
        : null;
    case 'text':
      return null;
  }
}

/** What an item can add to a total: nothing, where it may be left out. An item that is not asked is no part of a mean. */
function share(i: Pick<Instrument, 'missing' | 'total'>, item: Item): Range | null {
  const range = itemRange(item);
  const hidden = item.shown_when !== undefined && i.total.how !== 'mean';
  const absent = hidden || (i.missing.allowed > 0 && i.missing.as === 'nothing');
  return range && absent ? { min: Math.min(0, range.min), max: Math.max(0, range.max) } : range;
}

/** Between which totals every result lies; null where no total is formed. */
export function totalRange(i: Pick<Instrument, 'sections' | 'total' | 'missing'>): Range | null {
  const parts = itemsOf(i).flatMap(item => {
    const range = share(i, item);
    return range ? [{ ...range, weight: i.total.how === 'weighted' ? item.weight : 1 }] : [];
  });
  if (parts.length === 0 || i.total.how === 'none') return null;
  const over = (end: 'min' | 'max') =>
    i.total.how === 'mean' ? Math[end](...parts.map(p => p[end])) : sumOf(parts.map(p => p[end] * p.weight));
  return { min: rounded(over('min'), i.total.decimals), max: rounded(over('max'), i.total.decimals) };
}

function rawScore(item: Item, answers: Answers): number | null {
  const answer = answerOf(answers, item.key);
  switch (item.kind) {
    case 'choice':
      return item.options.find(o => o.value === answer)?.score ?? null;
    case 'choices':
      return Array.isArray(answer) && answer.length > 0
        ? sumOf(answer.map(v => item.options.find(o => o.value === v)?.score ?? 0))
        : null;
    case 'number':
    case 'scale':
      return typeof answer === 'number' ? answer : null;
    case 'yes_no':
      return answer === 'yes' || answer === 'no' ? (item.scores?.[answer] ?? null) : null;
    case 'text':
      return null;
  }
}

function scoreItem(item: Item, answers: Answers, shown: ReadonlySet<string>): ItemScore {
  const base = { key: item.key, title: item.title, reversed: item.reversed };
  if (!shown.has(item.key)) return { ...base, answer: '', state: 'hidden', score: null };
  const answer = answerWords(item, answerOf(answers, item.key));
  const range = itemRange(item);
  if (!range) return { ...base, answer, state: 'unscored', score: null };
  const raw = rawScore(item, answers);
  if (raw === null)
    return { ...base, answer, state: answerOf(answers, item.key) === 'unknown' ? 'unknown' : 'missing', score: null };
  return { ...base, answer, state: 'counted', score: item.reversed ? range.min + range.max - raw : raw };
}

const isAsked = (s: ItemScore): boolean => s.state !== 'hidden' && s.state !== 'unscored';

function scoreSection(
  i: Instrument,
  section: Instrument['sections'][number],
  answers: Answers,
  shown: ReadonlySet<string>,
): SectionScore {
  const items = section.items.map(item => scoreItem(item, answers, shown));
  const asked = items.filter(isAsked);
  const scores = asked.flatMap(s => (s.score === null ? [] : [s.score]));
  const ranges = section.items.flatMap(item => share(i, item) ?? []);
  const whole = section.score !== undefined && asked.length > 0 && scores.length === asked.length;
  const over = (list: readonly number[]) => (section.score === 'mean' ? sumOf(list) / list.length : sumOf(list));
  const end = (which: 'min' | 'max') =>
    section.score === 'mean' ? Math[which](...ranges.map(r => r[which])) : sumOf(ranges.map(r => r[which]));
  return {
    key: section.key,
    title: section.title,
    items,
    score: whole ? rounded(over(scores), 2) : null,
    range: section.score && ranges.length > 0 ? { min: end('min'), max: end('max') } : null,
  };
}

/** The total of what was counted; null when more is missing than the instrument allows. */
function totalOf(i: Instrument, asked: readonly ItemScore[]): number | null {
  const weight = (key: string) => (i.total.how === 'weighted' ? (itemsOf(i).find(item => item.key === key)?.weight ?? 1) : 1);
  const counted = asked.filter(s => s.score !== null);
  if (i.total.how === 'none' || counted.length === 0 || asked.length - counted.length > i.missing.allowed) return null;
  const sum = sumOf(counted.map(s => s.score! * weight(s.key)));
  const all = sumOf(asked.map(s => weight(s.key)));
  const there = i.missing.as === 'average' ? sumOf(counted.map(s => weight(s.key))) : all;
  return rounded(i.total.how === 'mean' ? sum / there : (sum * all) / there, i.total.decimals);
}

/** The grades from the best to the worst. */
export const fromBest = (i: Pick<Instrument, 'grades' | 'total'>): GradeOf[] =>
  i.grades.toSorted((a, b) => (i.total.better === 'lower' ? a.from - b.from : b.from - a.from));

const worseBy = (i: Instrument, code: string, by: number): string => {
  const order = fromBest(i);
  return order[Math.min(order.length - 1, order.findIndex(g => g.code === code) + by)]!.code;
};

type Graded = Pick<Result, 'grade' | 'preliminary' | 'adjustments'>;

/** The grade by the total, moved by the rules in their order. A rule that cannot be decided leaves no grade, unless it changes nothing. */
function gradeFor(i: Instrument, total: number | null, answers: Answers, shown: ReadonlySet<string>): Graded {
  const preliminary = total === null ? null : (i.grades.find(g => total >= g.from && total <= g.to)?.code ?? null);
  const adjustments: Adjusted[] = [];
  let grade = preliminary;
  let ifAll = preliminary;
  let unsure = false;
  for (const { code, title, when, effect } of i.adjustments) {
    const holding = holds(when, answers, shown);
    const applied = holding === null ? 'unknown' : holding ? 'yes' : 'no';
    if ('set' in effect) {
      adjustments.push({
        code,
        title,
        applied,
        from: applied === 'yes' ? grade : null,
        to: applied === 'yes' ? effect.set : null,
      });
      if (applied === 'yes' && !unsure) return { grade: effect.set, preliminary, adjustments };
      unsure ||= applied === 'unknown';
      continue;
    }
    const to: string | null = applied === 'yes' && grade !== null ? worseBy(i, grade, effect.worse) : null;
    adjustments.push({ code, title, applied, from: to === null ? null : grade, to });
    if (to !== null) grade = to;
    if (applied !== 'no' && ifAll !== null) ifAll = worseBy(i, ifAll, effect.worse);
  }
  return { grade: unsure || grade !== ifAll ? null : grade, preliminary, adjustments };
}

const quoted = (titles: readonly string[]): string =>
  titles
    .slice(0, 4)
    .map(t => `“${t}”`)
    .join('、') + (titles.length > 4 ? `等 ${titles.length} 项` : '');

function sentences(i: Instrument, r: Omit<Result, 'says'>): string[] {
  const label = (code: string | null): string => gradeOf(i, code)?.label ?? '';
  const direct = r.adjustments.find(
    a => a.applied === 'yes' && i.adjustments.some(rule => rule.code === a.code && 'set' in rule.effect),
  );
  const unknown = r.adjustments.filter(a => a.applied === 'unknown').map(a => a.title);
  const at = gradeOf(i, r.preliminary);
  const { unit } = i.total;
  return [
    r.total !== null && r.range && `总分 ${r.total} ${unit}（可能的范围 ${r.range.min}–${r.range.max} ${unit}）。`,
    r.filled > 0 && `${r.filled} 项没有回答，${i.missing.as === 'average' ? '按已答各项的平均分计' : '按 0 分计'}。`,
    !direct &&
      r.total === null &&
      r.missing.length > 0 &&
      `${quoted(r.missing.map(m => m.title))}没有回答或答“不详”，因此没有总分${i.grades.length ? '和等级' : ''}。`,
    at && r.adjustments.length > 0 && `按总分为“${at.label}”（${at.from}–${at.to} ${unit}）。`,
    direct && `“${direct.title}”：直接定为“${label(direct.to)}”。`,
    ...r.adjustments
      .filter(a => a !== direct && a.to !== null)
      .map(a =>
        a.from === a.to ? `“${a.title}”：已是最重一级，不再变动。` : `“${a.title}”：由“${label(a.from)}”调整为“${label(a.to)}”。`,
      ),
    r.grade === null && unknown.length > 0 && `${quoted(unknown)}还不能判断，因此不定等级。`,
    r.grade !== null && `等级：${label(r.grade)}。${gradeOf(i, r.grade)?.meaning ?? ''}`,
  ].filter(s => typeof s === 'string');
}

/**
 * Scores the answers to an instrument.
 * @param answers what was answered; answers to items that are not asked in this situation count for nothing
 * @returns the result with its explanation; `grade` is null wherever something that decides it is missing
 */
export function score(instrument: Instrument, answers: Answers): Result {
  const shown = shownItems(instrument, answers);
  const sections = instrument.sections.map(s => scoreSection(instrument, s, answers, shown));
  const asked = sections.flatMap(s => s.items).filter(isAsked);
  const missing = asked.filter(s => s.score === null).map(({ key, title }) => ({ key, title }));
  const total = totalOf(instrument, asked);
  const result = {
    sections,
    missing,
    filled: total === null ? 0 : missing.length,
    total,
    range: totalRange(instrument),
    ...gradeFor(instrument, total, answers, shown),
    alerts: instrument.alerts.filter(a => holds(a.when, answers, shown) === true).map(a => a.say),
  };
  return { ...result, says: sentences(instrument, result) };
}
