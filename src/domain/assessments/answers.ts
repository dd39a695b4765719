// What was answered: one value for each item that was asked. Nothing but answers is ever taken from outside. Pure; phone and server ask the
// same questions of them. Serves K3, C1.

import { z } from 'zod';
import { text } from '#kernel/endpoints.ts';
import type { Issue } from '#kernel/errors.ts';
import { type Condition, type Instrument, type Item, itemsOf, YES_NO } from './instrument.ts';

/** A code, several codes, a number, or words; which of them is the item's kind. */
export const Answer = z.union([z.number().min(-100_000).max(100_000), z.array(z.string().min(1).max(30)).max(30), text(500)]);
export type Answer = z.output<typeof Answer>;
export const Answers = z
  .record(z.string().min(1).max(30), Answer)
  .refine(all => Object.keys(all).length <= 300, '答案过多，请核对量表后重试');
export type Answers = Readonly<Record<string, Answer>>;

/** The answer of an item; a name of the language itself is no answer. */
export const answerOf = (answers: Answers, key: string): Answer | undefined =>
  Object.hasOwn(answers, key) ? answers[key] : undefined;

const fitsStep = (value: number, min: number, step: number): boolean => {
  const steps = (value - min) / step;
  return Math.abs(steps - Math.round(steps)) < 1e-6;
};

/** What is wrong with an answer as an answer to this item, in Chinese; null when it fits. */
export function misfit(item: Item, answer: Answer): string | null {
  switch (item.kind) {
    case 'choice':
      return item.options.some(o => o.value === answer) ? null : '请从列出的选项里选一项';
    case 'choices': {
      const known =
        Array.isArray(answer) &&
        answer.length > 0 &&
        new Set(answer).size === answer.length &&
        answer.every(v => item.options.some(o => o.value === v));
      if (!known) return '请从列出的选项里选';
      return answer.length > 1 && item.options.some(o => o.alone && answer.includes(o.value))
        ? '这个选项不能与其他选项同时选'
        : null;
    }
    case 'number':
      return typeof answer === 'number' && answer >= item.min && answer <= item.max && fitsStep(answer, item.min, item.step)
        ? null
        : `请填写 ${item.min} 到 ${item.max} 之间的数字${item.step === 1 ? '' : `，间隔 ${item.step}`}`;
    case 'scale':
      return typeof answer === 'number' && Number.isInteger(answer) && answer >= 0 && answer <= 10 ? null : '请选 0 到 10';
    case 'yes_no':
      return typeof answer === 'string' && Object.hasOwn(YES_NO, answer) ? null : '请选“是”“否”或“不详”';
    case 'text':
      return typeof answer === 'string' && answer.length <= item.max ? null : `最多 ${item.max} 个字`;
  }
}

/** The answer when it says something: 不详 says nothing. */
const known = (answers: Answers, key: string): Answer | undefined => {
  const answer = answerOf(answers, key);
  return answer === 'unknown' ? undefined : answer;
};

const three = (list: readonly (boolean | null)[], stop: boolean): boolean | null =>
  list.includes(stop) ? stop : list.includes(null) ? null : !stop;

/**
 * Whether a condition holds. Null: an answer that decides it is missing or 不详. An item that is not shown answers nothing, and what asks
 * for it does not hold.
 * @param shown the items that are asked in this situation
 */
export function holds(condition: Condition, answers: Answers, shown: ReadonlySet<string>): boolean | null {
  if ('all' in condition)
    return three(
      condition.all.map(c => holds(c, answers, shown)),
      false,
    );
  if ('any' in condition)
    return three(
      condition.any.map(c => holds(c, answers, shown)),
      true,
    );
  if (!shown.has(condition.item)) return false;
  const asksUnknown = 'is' in condition && condition.is.includes('unknown');
  const answer = asksUnknown ? answerOf(answers, condition.item) : known(answers, condition.item);
  if (answer === undefined) return null;
  if ('at_least' in condition) return typeof answer === 'number' && answer >= condition.at_least;
  return (Array.isArray(answer) ? answer : [String(answer)]).some(v => condition.is.includes(v));
}

/** The items that are asked with these answers: a rule of showing looks at earlier items only. */
export function shownItems(instrument: Pick<Instrument, 'sections'>, answers: Answers): Set<string> {
  const shown = new Set<string>();
  for (const item of itemsOf(instrument))
    if (!item.shown_when || holds(item.shown_when, answers, shown) === true) shown.add(item.key);
  return shown;
}

/** The answers without those to items that are not asked: what a form hands over. */
export function answersShown(instrument: Pick<Instrument, 'sections'>, answers: Answers): Answers {
  const shown = shownItems(instrument, answers);
  return Object.fromEntries(Object.entries(answers).filter(([key]) => shown.has(key)));
}

/** What must be put right before the answers can be recorded; what may be missing is not said here. */
export function answerProblems(instrument: Pick<Instrument, 'sections'>, answers: Answers): Issue[] {
  const items = itemsOf(instrument);
  const shown = shownItems(instrument, answers);
  const given = Object.keys(answers).flatMap(key => {
    const item = items.find(i => i.key === key);
    if (!item) return [{ path: `answers.${key}`, message: '量表里没有这一项，请更新后重新填写' }];
    if (!shown.has(key)) return [{ path: `answers.${key}`, message: `“${item.title}”在这种情况下不用填，请去掉` }];
    const wrong = misfit(item, answers[key]!);
    return wrong ? [{ path: `answers.${key}`, message: wrong }] : [];
  });
  const left = items
    .filter(i => i.required && shown.has(i.key) && answerOf(answers, i.key) === undefined)
    .map(i => ({ path: `answers.${i.key}`, message: '此项必填' }));
  return [...given, ...left];
}

/** An answer in words. */
export function answerWords(item: Item, answer: Answer | undefined): string {
  if (answer === undefined) return '';
  switch (item.kind) {
    case 'choice':
    case 'choices': {
      const chosen = [answer].flat();
      return item.options
        .filter(o => chosen.includes(o.value))
        .map(o => o.label)
        .join('、');
    }
    case 'yes_no':
      return typeof answer === 'string' && Object.hasOwn(YES_NO, answer) ? YES_NO[answer as keyof typeof YES_NO] : '';
    case 'number':
      return `${String(answer)}${item.unit ? ` ${item.unit}` : ''}`;
    case 'scale':
    case 'text':
      return String(answer);
  }
}
